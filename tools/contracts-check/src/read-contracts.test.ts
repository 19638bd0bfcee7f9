import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { allTopics, customerTopics } from '@sales-pipeline/contracts'
import { checkContracts } from './check.ts'
import { contractsAt, contractsInTree } from './read-contracts.ts'

const CONTRACTS = join(import.meta.dirname, '../../../contracts')

/** A repository of its own, with the contracts as they are committed in it. */
function repository(): { root: string } & Disposable {
  const root = mkdtempSync(join(tmpdir(), 'contracts-check-'))
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args])
  cpSync(CONTRACTS, join(root, 'contracts'), { recursive: true })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '.')
  git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message=contracts')
  return {
    root,
    [Symbol.dispose]: () => {
      rmSync(root, { recursive: true })
    }
  }
}

test('the work tree is compared with a revision of git', () => {
  using repo = repository()
  const file = join(repo.root, 'contracts/sales/value.avsc')
  const check = () => checkContracts(contractsInTree(repo.root), contractsAt(repo.root, 'main'), 'in main')
  assert.deepEqual(
    new Set(contractsAt(repo.root, 'main').keys()),
    new Set([...allTopics, ...customerTopics].map(({ stream }) => stream))
  )
  assert.deepEqual(check(), [])

  const committed = readFileSync(file, 'utf8')
  writeFileSync(file, committed.replace('"scale": 4', '"scale": 2'))
  assert.match(
    check().join('\n'),
    /^sales value must stay FULL_TRANSITIVE: amount: decimal\(19,2\) here, decimal\(19,4\)/
  )
})

test('a revision that git does not know is an error that says how to get it', () => {
  using repo = repository()
  assert.throws(() => contractsAt(repo.root, 'origin/nowhere'), /knows no revision "origin\/nowhere".*git fetch/)
  assert.throws(() => contractsAt(repo.root, '--help'), /knows no revision/)
})
