import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GroupCommit } from './group-commit.ts'

test('items that arrive during a commit are committed together by the next', async () => {
  const groups: number[][] = []
  const gates = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
  const commits = new GroupCommit<number>(async (items) => {
    await gates[groups.push([...items]) - 1]?.promise
  })
  const first = commits.add(1)
  const others = [commits.add(2), commits.add(3)]
  assert.deepEqual(groups, [[1]])
  gates[0]!.resolve(undefined)
  await first
  gates[1]!.resolve(undefined)
  await Promise.all(others)
  assert.deepEqual(groups, [[1], [2, 3]])
})

test('a failed commit rejects its own items only', async () => {
  const commits = new GroupCommit<number>((items) =>
    items.includes(1) ? Promise.reject(new Error('no')) : Promise.resolve()
  )
  const [first, second] = [commits.add(1), commits.add(2)]
  await assert.rejects(first, /no/)
  await second
})
