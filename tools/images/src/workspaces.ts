import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Of a package.json, what images are made by. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly workspaces?: readonly string[]
  readonly exports?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
}

export interface Workspace {
  /** Relative to the root, such as `packages/kafka`. */
  readonly folder: string
  readonly manifest: Manifest
}

export function readManifest(root: string, folder = '.'): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
}

export function readWorkspaces(root: string): Workspace[] {
  const patterns = (readManifest(root).workspaces ?? []).map((pattern) => `${pattern}/package.json`)
  const folders = globSync(patterns, { cwd: root }).map((file) => dirname(file))
  return folders.sort().map((folder) => ({ folder, manifest: readManifest(root, folder) }))
}

/** Those that images are made of: every service, and the demo's partner. */
export function containers(workspaces: readonly Workspace[]): Workspace[] {
  return workspaces.filter(({ folder }) => /^(services|examples)\//.test(folder))
}

/** The last part of its folder: what its image is called. */
export function nameOf({ folder }: Workspace): string {
  return folder.slice(folder.lastIndexOf('/') + 1)
}

/** A workspace and all others that it needs when it runs. */
export function closureOf(workspace: Workspace, all: readonly Workspace[]): Workspace[] {
  const byName = new Map(all.map((each) => [each.manifest.name, each]))
  const closure = new Set([workspace])
  // A set's iteration reaches what is added meanwhile.
  for (const { manifest } of closure) {
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const needed = byName.get(name)
      if (needed !== undefined) closure.add(needed)
    }
  }
  return [...closure]
}

/** The manifest for an image: it exports what was compiled, and knows nothing of development. */
export function productionManifest(manifest: Manifest): Manifest {
  const kept = Object.entries<unknown>({ ...manifest }).filter(
    ([field]) => field !== 'devDependencies' && field !== 'scripts'
  )
  const compiled = Object.entries(manifest.exports ?? {}).flatMap(([entry, file]): [string, string][] =>
    file.startsWith('./src/') ? [[entry, file.replace(/\.ts$/, '.js')]] : []
  )
  return { ...Object.fromEntries(kept), exports: Object.fromEntries(compiled) } as unknown as Manifest
}
