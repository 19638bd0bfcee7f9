import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkpointState, planStart, readCheckpoint, type BridgeCheckpoint, type Slot } from './start-plan.ts'

const identity = { systemIdentifier: '7', timeline: '1', database: '16384' }
const checkpoint: BridgeCheckpoint = { ...identity, phase: 'streaming', flushed: 500n }
const slot: Slot = { confirmed: 400n, lost: null }

const cases: readonly [string, Slot | undefined, BridgeCheckpoint | undefined, string | bigint | null][] = [
  ['first start', undefined, undefined, null],
  ['restart', slot, checkpoint, 500n],
  ['restart, nothing in between', { ...slot, confirmed: 500n }, checkpoint, 500n],
  ['slot dropped', undefined, checkpoint, 'the slot is gone'],
  ['slot of unknown origin', slot, undefined, 'there is a slot, but no checkpoint that belongs to it'],
  ['log removed', { ...slot, lost: 'wal_removed' }, checkpoint, 'the slot is invalid (wal_removed)'],
  ['slot never finished', { ...slot, confirmed: null }, checkpoint, 'the slot was never finished'],
  ['crash in mid-snapshot', slot, { ...checkpoint, phase: 'snapshotting' }, 'the snapshot was not finished'],
  ['slot moved', { ...slot, confirmed: 501n }, checkpoint, 'the slot was moved on or recreated by somebody else'],
  ['other server', slot, { ...checkpoint, systemIdentifier: '8' }, 'the source is another server'],
  ['database recreated', undefined, { ...checkpoint, database: '9' }, 'the source database was recreated'],
  ['failover', slot, { ...checkpoint, timeline: '2' }, 'the source has begun a new timeline']
]

for (const [name, found, saved, expected] of cases) {
  test(`start after: ${name}`, () => {
    const plan = planStart(found, saved, identity)
    if (typeof expected === 'bigint') assert.deepEqual(plan, { kind: 'stream', from: expected })
    else assert.deepEqual(plan, { kind: 'snapshot', reason: expected, dropSlot: found !== undefined })
  })
}

test('a checkpoint survives its topic, and what is none is not taken for one', () => {
  assert.deepEqual(readCheckpoint(checkpointState(checkpoint)), checkpoint)
  assert.equal(readCheckpoint(undefined), undefined)
  assert.equal(readCheckpoint({ phase: 'streaming', flushed: '1' }), undefined)
  assert.equal(readCheckpoint({ ...checkpointState(checkpoint), flushed: '0/1' }), undefined)
})
