import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Manifest, Member } from './workspace.ts'

/** Every package of the workspace whose root is given. */
export function readWorkspace(root: string): Member[] {
  const { workspaces } = read(join(root, 'package.json')) as { workspaces: string[] }
  const files = globSync(
    workspaces.map((pattern) => `${pattern}/package.json`),
    { cwd: root }
  )
  return files.sort().map((file) => ({ folder: dirname(file), manifest: read(join(root, file)) as Manifest }))
}

/** The services, and the examples that run beside them: what there is an image of. */
export function deployable(members: readonly Member[]): Member[] {
  return members.filter(({ folder }) => /^(services|examples)\//.test(folder))
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
