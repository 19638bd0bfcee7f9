import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Revision } from '../../../ports.ts'
import { RevisionHub } from './revision-hub.ts'

const revision = (id: number): Revision => ({ id: String(id), asOf: new Date(id) })

test('the first is told at once, then the last of each interval, and nothing twice', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const hub = new RevisionHub(250)
  const told: string[] = []
  const stop = hub.listen(
    ({ id }) => told.push(id),
    () => undefined
  )
  for (const id of [1, 1, 2, 3]) hub.publish(revision(id))
  assert.deepEqual(told, ['1'])
  t.mock.timers.tick(250)
  assert.deepEqual(told, ['1', '3'])
  t.mock.timers.tick(1000)
  hub.publish(revision(3))
  hub.publish(revision(4))
  assert.deepEqual(told, ['1', '3', '4'])
  stop()
  t.mock.timers.tick(1000)
  hub.publish(revision(5))
  assert.equal(told.length, 3)
  assert.equal(hub.current?.id, '5')
})

test('closing ends every listener', () => {
  const hub = new RevisionHub(250)
  let closed = 0
  for (let i = 0; i < 3; i++)
    hub.listen(
      () => undefined,
      () => closed++
    )
  assert.equal(hub.size, 3)
  hub.close()
  assert.deepEqual([closed, hub.size], [3, 0])
})
