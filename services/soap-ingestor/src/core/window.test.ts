import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { Window } from './window.ts'

const listed = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__'), fc.integer({ min: 0, max: 20 }))
)

test('while nothing is forgotten, each sale is admitted in increasing versions, its latest included', () => {
  fc.assert(
    fc.property(listed, (sales) => {
      const window = new Window(6)
      const admitted = new Map<string, number[]>()
      for (const [identity, version] of sales) {
        if (window.admit(identity, version) === 'new')
          admitted.set(identity, [...(admitted.get(identity) ?? []), version])
      }
      for (const [identity, versions] of admitted) {
        assert.deepEqual(
          versions,
          [...new Set(versions)].sort((a, b) => a - b)
        )
        assert.equal(
          versions.at(-1),
          Math.max(...sales.filter(([id]) => id === identity).map(([, version]) => version))
        )
      }
      assert.equal(admitted.size, new Set(sales.map(([identity]) => identity)).size)
    })
  )
})

test('it never remembers more than its capacity, and what was admitted last', () => {
  fc.assert(
    fc.property(listed, fc.integer({ min: 1, max: 4 }), (sales, capacity) => {
      const window = new Window(capacity)
      for (const [identity, version] of sales) {
        const verdict = window.admit(identity, version)
        assert.ok(window.size <= capacity)
        if (verdict === 'new') assert.equal(window.admit(identity, version), 'duplicate')
      }
    })
  )
})

test('what no later poll asks for is forgotten', () => {
  const window = new Window(10)
  window.admit('old', 4)
  window.admit('edge', 5)
  window.admit('unreadable', null)
  window.forget(5)
  assert.equal(window.admit('edge', 4), 'stale')
  assert.equal(window.admit('unreadable', null), 'duplicate')
  assert.equal(window.admit('old', 1), 'new')
})
