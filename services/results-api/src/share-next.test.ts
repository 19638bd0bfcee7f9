import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareNext } from './share-next.ts'

test('a reading that began before the call does not serve it; the next one serves all that wait', async () => {
  const readings: PromiseWithResolvers<number>[] = []
  const current = shareNext(() => {
    const reading = Promise.withResolvers<number>()
    readings.push(reading)
    return reading.promise
  })
  const [first, second, third] = [current(), current(), current()]
  assert.equal(readings.length, 1)
  readings[0]!.resolve(1)
  assert.equal(await first, 1)
  assert.equal(readings.length, 2)
  readings[1]!.resolve(2)
  assert.deepEqual(await Promise.all([second, third]), [2, 2])
  const fourth = current()
  assert.equal(readings.length, 3)
  readings[2]!.reject(new Error('away'))
  await assert.rejects(fourth, /away/)
})

test('a failed reading fails its own callers; those who wait get a new one', async () => {
  let attempts = 0
  const current = shareNext(() =>
    (attempts += 1) === 1 ? Promise.reject(new Error('away')) : Promise.resolve(attempts)
  )
  const [first, second] = [current(), current()]
  await assert.rejects(first, /away/)
  assert.equal(await second, 2)
})
