import { AssignerProtocol, type PartitionAssigner } from './kafkajs.ts'

/** One member of a consumer group, with what it told about itself when it joined. */
export interface GroupMember {
  readonly memberId: string
  readonly userData: Buffer
}

/** Decides which member of a group reads which partitions of its one topic. */
export interface Assigner {
  readonly name: string
  readonly version: number
  /** What this member tells the group's leader about itself; asked anew at each rebalance. */
  userData(): Buffer
  /** Every partition to exactly one member. Runs on the leader only. */
  assign(members: readonly GroupMember[], partitions: readonly number[]): ReadonlyMap<string, readonly number[]>
}

/** An assigner in the form kafkajs wants it. */
export function kafkajsAssigner(assigner: Assigner): PartitionAssigner {
  const { name, version } = assigner
  return ({ cluster }) => ({
    name,
    version,
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({ version, topics, userData: assigner.userData() })
    }),
    assign: ({ members, topics }) => {
      const [topic] = topics
      if (topic === undefined || topics.length > 1)
        throw new Error(`assigner ${name} serves one topic, not ${topics.length}`)
      const partitions = cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId)
      const told = members.map(({ memberId, memberMetadata }) => ({
        memberId,
        userData: AssignerProtocol.MemberMetadata.decode(memberMetadata)?.userData ?? Buffer.alloc(0)
      }))
      const assignment = assigner.assign(
        told,
        partitions.toSorted((a, b) => a - b)
      )
      return Promise.resolve(
        [...assignment].map(([memberId, assigned]) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version,
            assignment: { [topic]: [...assigned] },
            userData: Buffer.alloc(0)
          })
        }))
      )
    }
  })
}

/** All of the given partitions to whoever is there: a group of one that reads what it was told to. */
export function fixedAssigner(partitions: readonly number[]): Assigner {
  return {
    name: 'Fixed',
    version: 0,
    userData: () => Buffer.alloc(0),
    assign: ([member]) => new Map(member === undefined ? [] : [[member.memberId, partitions]])
  }
}
