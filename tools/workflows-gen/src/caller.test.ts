import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderCaller } from './caller.ts'

test('the same paths hold for pull requests and for main; a tag names its service', () => {
  const text = renderCaller('services/api', ['packages/money', 'services/api'])
  const lists = [...text.matchAll(/paths:\n((?: +- .*\n)+)/g)].map(([, list]) => list)
  assert.equal(lists.length, 2)
  assert.equal(lists[0], lists[1])
  for (const path of ['packages/money/**', 'services/api/**', 'Dockerfile', '.github/workflows/api.yml'])
    assert.ok(text.includes(`- '${path}'`), path)
  assert.match(text, /tags: \['api-v\*'\]/)
  assert.match(text, /folder: services\/api\n/)
})

test('a service that keeps something in MongoDB is tested with the real one', () => {
  assert.match(renderCaller('services/keeper', ['services/keeper'], ['mongodb']), /mongodb: mongo:8\.0\n$/)
  assert.doesNotMatch(renderCaller('services/api', ['services/api'], ['pg']), /mongodb/)
})
