import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AnswerCache } from './answer-cache.ts'
import { jsonAnswer, problemAnswer, type Answer } from './answer.ts'
import { notFound } from '../../core/problem.ts'

const counting = (answer: () => Promise<Answer>) => {
  let asked = 0
  return {
    ask: () => {
      asked += 1
      return answer()
    },
    get asked() {
      return asked
    }
  }
}

test('an answer is asked for once in each revision', async () => {
  const cache = new AnswerCache()
  const store = counting(() => Promise.resolve(jsonAnswer({ a: 1 })))
  await Promise.all([cache.get('1', '/a', store.ask), cache.get('1', '/a', store.ask)])
  await cache.get('1', '/a', store.ask)
  assert.equal(store.asked, 1)
  await cache.get('2', '/a', store.ask)
  assert.equal(store.asked, 2)
})

test('what is not found, or fails, is asked again', async () => {
  const cache = new AnswerCache()
  const nothing = counting(() => Promise.resolve(problemAnswer(notFound('no'))))
  const failure = counting(() => Promise.reject(new Error('away')))
  for (let i = 0; i < 2; i++) {
    await cache.get('1', '/none', nothing.ask)
    await assert.rejects(cache.get('1', '/down', failure.ask), /away/)
  }
  assert.deepEqual([nothing.asked, failure.asked], [2, 2])
})

test('answers beyond the bound make it forget', async () => {
  const cache = new AnswerCache()
  const store = counting(() => Promise.resolve({ status: 200, headers: {}, body: Buffer.alloc(20_000_000) }))
  for (const url of ['/a', '/b', '/a']) await cache.get('1', url, store.ask)
  assert.equal(store.asked, 3)
})
