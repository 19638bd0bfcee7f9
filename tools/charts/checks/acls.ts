import type { Resource } from './rendered.ts'

export interface Acl {
  readonly resource: { readonly type: string; readonly name: string; readonly patternType: string }
  readonly operations: readonly string[]
}

/** What a KafkaUser may do. */
export function aclsOf(user: Resource): readonly Acl[] {
  return (user.spec?.['authorization'] as { acls: Acl[] }).acls
}

/** The names, sorted, of those users that may do this to a topic. */
export function mayDo(operation: string, topic: string, users: Iterable<Resource>): readonly string[] {
  const may = ({ resource, operations }: Acl) =>
    resource.type === 'topic' && resource.name === topic && operations.includes(operation)
  return [...users]
    .filter((user) => aclsOf(user).some(may))
    .map(({ metadata }) => metadata.name)
    .toSorted()
}
