import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Sightings } from './sightings.ts'

test('a commit is seen when its city shows as many sales as there were with it', () => {
  const sightings = new Sightings(2)
  assert.deepEqual(
    [0, 100, 200].map((time) => sightings.next(time)),
    [
      { number: 0, city: 0 },
      { number: 1, city: 1 },
      { number: 2, city: 0 }
    ]
  )
  sightings.saw(0, 1, 30)
  assert.deepEqual([sightings.take(), sightings.awaited], [[30], 2])
  sightings.saw(0, 2, 260)
  sightings.saw(1, 1, 270)
  sightings.saw(1, 1, 999)
  assert.deepEqual([sightings.take(), sightings.awaited], [[60, 170], 0])
})
