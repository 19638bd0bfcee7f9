import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CustomerRecord } from '@sales-pipeline/contracts'
import { assessOf } from './assess.ts'
import { Scores } from './scores.ts'
import { aCustomer } from '../testing/records.ts'
import { ruleSet } from '../testing/rule-sets.ts'

const MINUTE_MS = 60_000
const rules = ruleSet('customers')
const assess = assessOf(rules)
const options = { stepMs: MINUTE_MS, stepsInWindow: 10, windowsBefore: 6 }

function scored(records: readonly CustomerRecord[]): Scores {
  const scores = new Scores(rules, options)
  for (const record of records) scores.add(record, assess(record, []))
  return scores
}

test('scores are kept per rule, source and field', () => {
  const broken = { email: 'ann@', job: 'Wizard' }
  const scores = scored([
    aCustomer(),
    aCustomer(broken),
    aCustomer({ ...broken, source: 'shop' }),
    aCustomer({ source: 'shop', name: null })
  ])
  const failedOf = (subject: object) => {
    const { count, failed } = scores.score(subject)
    return `${failed}/${count}`
  }
  assert.equal(failedOf({ rule: 'email-valid' }), '2/4')
  assert.equal(failedOf({ rule: 'email-valid', source: 'shop' }), '1/2')
  assert.equal(failedOf({ source: 'shop' }), '2/2')
  assert.equal(failedOf({ source: 'crm' }), '1/2')
  assert.equal(failedOf({ field: 'email' }), '2/4')
  assert.equal(failedOf({ field: 'phone' }), '0/4')
  assert.equal(failedOf({ rule: 'no such rule' }), '0/0')
})

test('a rate that leaves its usual range is told, by rule, source and field', () => {
  const { changed_at } = aCustomer()
  const minutes = Array.from({ length: 70 }, (_, minute) => minute)
  const records = minutes.flatMap((minute) =>
    Array.from({ length: 10 }, (_, at) => {
      const isBroken = minute >= 60 ? at < 5 : at === 0 && minute % 5 === 0
      const at_ms = changed_at + minute * MINUTE_MS
      return aCustomer({ changed_at: at_ms, observed_at: at_ms, ...(isBroken && { job: 'Wizard' }) })
    })
  )
  const told = scored(records).departures({ deviations: 4, fewest: 50 })
  assert.deepEqual(
    told.map(({ subject, side }) => [subject, side]),
    [
      [{ source: 'crm' }, 'above'],
      [{ field: 'job' }, 'above'],
      [{ rule: 'profession-known' }, 'above'],
      [{ rule: 'profession-known', source: 'crm' }, 'above']
    ]
  )
  assert.equal(told[0]?.score.ratio, 0.5)
})

test('a clock that runs ahead moves nobody else out of the windows', () => {
  const future = aCustomer({ changed_at: aCustomer().observed_at + 1_000 * 86_400_000 })
  const near = aCustomer({ changed_at: aCustomer().observed_at })
  assert.equal(scored([near, future, near]).score({ source: 'crm' }).count, 3)
})
