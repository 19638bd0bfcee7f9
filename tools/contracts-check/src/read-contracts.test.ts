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

/** A repository of its own, with the contracts as they are committed in it; `commit` commits the tree as it stands. */
function repository(): { root: string; commit: () => void } & Disposable {
  const root = mkdtempSync(join(tmpdir(), 'contracts-check-'))
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args])
  cpSync(CONTRACTS, join(root, 'contracts'), { recursive: true })
  git('init', '--quiet', '--initial-branch=main')
  const commit = () => {
    git('add', '.')
    git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message=contracts')
  }
  commit()
  return {
    root,
    commit,
    [Symbol.dispose]: () => {
      rmSync(root, { recursive: true })
    }
  }
}

test('the work tree is compared with a revision of git', () => {
  using repo = repository()
  const file = join(repo.root, 'contracts/sales/value.avsc')
  const check = () => checkContracts(contractsInTree(repo.root), contractsAt(repo.root, 'main'), 'in main').problems
  assert.deepEqual(
    new Set(contractsAt(repo.root, 'main').keys()),
    new Set([...allTopics, ...customerTopics].map(({ stream }) => stream))
  )
  assert.deepEqual(check(), [])

  const committed = readFileSync(file, 'utf8')
  writeFileSync(file, committed.replace('"scale": 4', '"scale": 2'))
  assert.match(
    check().join('\n'),
    /^sales value: bytes get another meaning: amount: decimal\(19,2\) here, decimal\(19,4\) in main/
  )
})

test('a revision that git does not know is an error that says how to get it', () => {
  using repo = repository()
  assert.throws(() => contractsAt(repo.root, 'origin/nowhere'), /knows no revision "origin\/nowhere".*git fetch/)
  assert.throws(() => contractsAt(repo.root, '--help'), /knows no revision/)
})

test('all versions that a schema has had count, where a promise is transitive', () => {
  using repo = repository()
  const file = join(repo.root, 'contracts/lineage/value.avsc')
  const original = JSON.parse(readFileSync(file, 'utf8')) as { fields: object[] }
  const write = (field: object) => {
    writeFileSync(file, JSON.stringify({ ...original, fields: [...original.fields, field] }))
  }
  write({ name: 'note', type: 'string', default: '' })
  repo.commit()
  assert.equal(contractsAt(repo.root, 'main').get('lineage')?.values.length, 2)
  write({ name: 'note', type: 'string' })
  const { changed, problems } = checkContracts(contractsInTree(repo.root), contractsAt(repo.root, 'main'), 'in main')
  assert.deepEqual(changed[0]?.evolution.breaks.FULL, [])
  assert.deepEqual(problems, [
    'lineage value must stay FULL_TRANSITIVE: new consumers cannot read records written 2 versions back: note: not written, and without a default'
  ])
})
