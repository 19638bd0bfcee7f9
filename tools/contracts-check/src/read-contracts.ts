import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AvroJson } from '@sales-pipeline/contracts'
import { parse } from 'yaml'
import type { Contracts, StreamContract } from './check.ts'

/** The contracts in the work tree. */
export function contractsInTree(root: string): Contracts {
  const files = globSync('contracts/*/*', { cwd: root })
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  return contractsOf(files, { read, versions: (file) => [read(file)] })
}

/**
 * The contracts as they stand in a git revision, each with the versions that its value has had: as far as git's history goes here.
 *
 * @throws Error if git does not know the revision, with the fix.
 */
export function contractsAt(root: string, revision: string): Contracts {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const lines = (...args: string[]) =>
    git(...args)
      .split('\n')
      .filter(Boolean)
  try {
    git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`)
  } catch {
    throw new Error(`git knows no revision "${revision}". Fetch it (git fetch origin), or name another by BASE=…`)
  }
  const files = lines('ls-tree', '-r', '--name-only', revision, 'contracts/')
  const show = (commit: string, file: string) => git('show', `${commit}:${file}`)
  const commitsOf = (file: string) => lines('log', '--reverse', '--diff-filter=AM', '--format=%H', revision, '--', file)
  return contractsOf(files, {
    read: (file) => show(revision, file),
    versions: (file) => [...commitsOf(file).map((commit) => show(commit, file)), show(revision, file)]
  })
}

interface Source {
  readonly read: (file: string) => string
  /** The texts that a file has had, the latest last. */
  readonly versions: (file: string) => readonly string[]
}

function contractsOf(files: readonly string[], source: Source): Contracts {
  const streams = files.flatMap((file) => /^contracts\/([^/]+)\/contract\.yaml$/.exec(file)?.[1] ?? []).sort()
  return new Map(streams.map((stream) => [stream, contractOf(stream, files, source)]))
}

function contractOf(stream: string, files: readonly string[], { read, versions }: Source): StreamContract {
  const file = (name: string) => `contracts/${stream}/${name}`
  const parsed = (text: string) => JSON.parse(text) as AvroJson
  const { compatibility } = parse(read(file('contract.yaml'))) as Pick<StreamContract, 'compatibility'>
  const value = read(file('value.avsc'))
  const earlier = new Set(versions(file('value.avsc')))
  earlier.delete(value)
  return {
    compatibility,
    key: files.includes(file('key.avsc')) ? parsed(read(file('key.avsc'))) : null,
    values: [...[...earlier].map(parsed), parsed(value)]
  }
}
