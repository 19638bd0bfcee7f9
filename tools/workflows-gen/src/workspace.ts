/** What a package.json says that matters here. */
export interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** A package of this repository and the folder it lies in. */
export interface Member {
  readonly folder: string
  readonly manifest: Manifest
}

/**
 * The folders whose changes reach a member: its own, and those of all that it is built, run and tested with, sorted. What only
 * the tests of its dependencies need is none of its business.
 */
export function closureOf(member: Member, members: readonly Member[]): string[] {
  const byName = new Map(members.map((each) => [each.manifest.name, each]))
  const reached = new Set<Member>()
  const waiting = [member, ...membersIn(member.manifest.devDependencies, byName)]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    waiting.push(...membersIn(next.manifest.dependencies, byName))
  }
  return [...reached].map(({ folder }) => folder).sort()
}

function membersIn(dependencies: Manifest['dependencies'], byName: ReadonlyMap<string, Member>): Member[] {
  return Object.keys(dependencies ?? {}).flatMap((name) => byName.get(name) ?? [])
}
