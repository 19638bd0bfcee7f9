import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of package-lock.json, what is where: by folder, such as `node_modules/zod`. */
export type Lock = Readonly<Record<string, LockedPackage>>

export interface LockedPackage {
  /** Where a link leads: a workspace's folder. */
  readonly resolved?: string
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export function readLock(root: string): Lock {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lock }
  return packages
}

/** The folders of everything that a workspace needs when it runs, itself and other workspaces included. */
export function installed(lock: Lock, workspace: string): ReadonlySet<string> {
  const folders = new Set([workspace])
  // A set's iteration reaches what is added meanwhile.
  for (const folder of folders) {
    const { dependencies, optionalDependencies, peerDependencies } = lock[folder] ?? {}
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const found = resolve(lock, folder, name)
      if (found !== undefined) folders.add(found)
    }
  }
  return folders
}

/** As Node does: in the folder's own node_modules, then in those above it. */
function resolve(lock: Lock, folder: string, name: string): string | undefined {
  for (let from = folder; ; from = parent(from)) {
    const candidate = `${from === '' ? '' : `${from}/`}node_modules/${name}`
    const found = lock[candidate]
    if (found !== undefined) return found.link === true ? found.resolved : candidate
    if (from === '') return undefined
  }
}

function parent(folder: string): string {
  return folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : ''
}
