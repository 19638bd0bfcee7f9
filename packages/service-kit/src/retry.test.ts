import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retryForever } from './retry.ts'

const outage = new Error('away')
const isOutage = (error: unknown) => error === outage
const fast = { isOutage, minDelayMs: 1, maxDelayMs: 4 }
const never = new AbortController().signal

test('an outage is outlasted, and each wait is told', async () => {
  const told: [unknown, number][] = []
  const attempt = (n: number) => (n < 15 ? Promise.reject(outage) : Promise.resolve(n))
  const onRetry = (error: unknown, n: number, delayMs: number) => {
    told.push([error, n])
    assert.ok(delayMs >= 1 && delayMs <= 4)
  }
  assert.equal(await retryForever(attempt, { ...fast, signal: never, onRetry }), 15)
  assert.deepEqual(
    told,
    Array.from({ length: 14 }, (_, i) => [outage, i + 1])
  )
})

test('any other error is thrown as it is, at once, whatever its kind', async () => {
  for (const error of [new Error('bad data'), new TypeError('fetch failed'), 'a text', undefined]) {
    let attempts = 0
    const attempt = () => {
      attempts++
      return rejection(error)
    }
    await assert.rejects(retryForever(attempt, { ...fast, signal: never }), (thrown: unknown) => thrown === error)
    assert.equal(attempts, 1)
  }
})

/** Libraries reject with anything, not only with errors. */
function rejection(thrown: unknown): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  reject(thrown)
  return promise
}

test('a TypeError that is an outage is retried too', async () => {
  const attempt = (n: number) => (n < 3 ? Promise.reject(new TypeError('odd')) : Promise.resolve('there'))
  assert.equal(await retryForever(attempt, { ...fast, isOutage: () => true, signal: never }), 'there')
})

test('the abort ends a long wait', async () => {
  const stop = new AbortController()
  const options = { isOutage, signal: stop.signal, minDelayMs: 60_000, maxDelayMs: 60_000 }
  const attempt = () => Promise.reject(outage)
  const onRetry = () => {
    setImmediate(() => {
      stop.abort()
    })
  }
  await assert.rejects(retryForever(attempt, { ...options, onRetry }), { name: 'AbortError' })
  await assert.rejects(
    retryForever(() => Promise.resolve(1), options),
    { name: 'AbortError' }
  )
})

test('a result that arrives after the abort is not lost', async () => {
  const stop = new AbortController()
  const attempt = () => {
    stop.abort()
    return Promise.resolve('acknowledged')
  }
  assert.equal(await retryForever(attempt, { ...fast, signal: stop.signal }), 'acknowledged')
})

test('delays double up to the longest, which differs between callers so that they do not come back together', async (t) => {
  const delaysWhenRandomIs = async (random: number) => {
    t.mock.method(Math, 'random', () => random)
    const told: number[] = []
    const attempt = (n: number) => (n <= 5 ? Promise.reject(outage) : Promise.resolve())
    const onRetry = (_: unknown, __: number, delayMs: number) => told.push(delayMs)
    await retryForever(attempt, { isOutage, signal: never, minDelayMs: 1, maxDelayMs: 8, onRetry })
    t.mock.restoreAll()
    return told
  }
  assert.deepEqual(await delaysWhenRandomIs(0), [1, 2, 4, 6, 6])
  assert.deepEqual(await delaysWhenRandomIs(0.5), [2, 3, 6, 7, 7])
  assert.deepEqual(await delaysWhenRandomIs(0.999), [2, 4, 8, 8, 8])
})
