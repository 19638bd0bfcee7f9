import { createHash } from 'node:crypto'
import type { AnyBulkWriteOperation, Collection, Db } from 'mongodb'
import type { CustomerRecord } from '@sales-pipeline/contracts'
import { memberOf, personOf, type Member } from '../core/golden.ts'
import { unlessDuplicate } from './mongodb.ts'

/** The latest correct record of one customer of one source, and the golden record that it is part of. */
export interface MemberDocument extends Omit<Member, 'id'> {
  readonly _id: string
  readonly golden: string
  /** All that it was part of before: whoever dies after this is written still finds what is left to do. */
  readonly goldens_before: readonly string[]
}

const collectionOf = (db: Db): Collection<MemberDocument> => db.collection<MemberDocument>('members')

export async function prepareMembers(db: Db): Promise<void> {
  await collectionOf(db).createIndex({ golden: 1 })
}

export function memberDocument(place: string, record: CustomerRecord): MemberDocument {
  const { id, ...member } = memberOf(record, Number(place.slice(place.indexOf(':') + 1)))
  const golden = createHash('sha256')
    .update(personOf({ id, ...member }))
    .digest('base64url')
  return { _id: id, ...member, golden, goldens_before: [] }
}

/**
 * Stores the members that are newer than what is there.
 *
 * @returns the golden records that they are or were part of, whether anything was newer or not
 */
export async function putMembers(db: Db, members: readonly MemberDocument[]): Promise<string[]> {
  const collection = collectionOf(db)
  const newest = newestOfEach(members)
  const ids = { _id: { $in: [...newest.keys()] } }
  for (;;) {
    const stored = new Map((await collection.find(ids).toArray()).map((member) => [member._id, member]))
    const writes = [...newest.values()].flatMap((member) => writeOf(member, stored.get(member._id)))
    if (writes.length === 0) return goldensOf(stored.values())
    // Whatever another process was quicker with is looked at again.
    await unlessDuplicate(collection.bulkWrite(writes, { ordered: false }))
  }
}

export async function membersOf(db: Db, goldens: readonly string[]): Promise<Map<string, Member[]>> {
  const found = await collectionOf(db)
    .find({ golden: { $in: [...goldens] } })
    .toArray()
  return Map.groupBy(
    found.map(({ _id: id, ...member }) => ({ id, ...member })),
    ({ golden }) => golden
  )
}

function newestOfEach(members: readonly MemberDocument[]): Map<string, MemberDocument> {
  const newest = new Map<string, MemberDocument>()
  for (const member of members) {
    if (member.version > (newest.get(member._id)?.version ?? -1)) newest.set(member._id, member)
  }
  return newest
}

function writeOf(member: MemberDocument, stored?: MemberDocument): AnyBulkWriteOperation<MemberDocument>[] {
  const { _id, ...fields } = member
  if (stored === undefined) return [{ insertOne: { document: member } }]
  if (stored.version >= member.version) return []
  const before = new Set([...stored.goldens_before, stored.golden])
  const update = { $set: { ...fields, goldens_before: [...before] } }
  return [{ updateOne: { filter: { _id, version: stored.version }, update } }]
}

function goldensOf(members: Iterable<MemberDocument>): string[] {
  return [...new Set([...members].flatMap(({ golden, goldens_before }) => [golden, ...goldens_before]))]
}
