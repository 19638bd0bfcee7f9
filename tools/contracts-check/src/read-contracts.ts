import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AvroJson } from '@sales-pipeline/contracts'
import { parse } from 'yaml'
import type { Contracts, StreamContract } from './check.ts'

/** The contracts in the work tree. */
export function contractsInTree(root: string): Contracts {
  const files = globSync('contracts/*/*', { cwd: root })
  return contractsOf(files, (file) => readFileSync(join(root, file), 'utf8'))
}

/** The contracts as they stand in a git revision. @throws Error if git does not know it, with the fix. */
export function contractsAt(root: string, revision: string): Contracts {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`)
  } catch {
    throw new Error(`git knows no revision "${revision}". Fetch it (git fetch origin), or name another by BASE=…`)
  }
  const files = git('ls-tree', '-r', '--name-only', revision, 'contracts/').split('\n').filter(Boolean)
  return contractsOf(files, (file) => git('show', `${revision}:${file}`))
}

function contractsOf(files: readonly string[], read: (file: string) => string): Contracts {
  const streams = files.flatMap((file) => /^contracts\/([^/]+)\/contract\.yaml$/.exec(file)?.[1] ?? []).sort()
  return new Map(streams.map((stream) => [stream, contractOf(stream, files, read)]))
}

function contractOf(stream: string, files: readonly string[], read: (file: string) => string): StreamContract {
  const file = (name: string) => `contracts/${stream}/${name}`
  const schema = (name: string) => JSON.parse(read(file(name))) as AvroJson
  const { compatibility } = parse(read(file('contract.yaml'))) as Pick<StreamContract, 'compatibility'>
  return {
    compatibility,
    key: files.includes(file('key.avsc')) ? schema('key.avsc') : null,
    value: schema('value.avsc')
  }
}
