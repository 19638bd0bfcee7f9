import assert from 'node:assert/strict'
import { test } from 'node:test'
import { approve, inForce, type Approvals, type Decision } from './approvals.ts'
import { assessOf } from './assess.ts'
import type { RuleSet } from './rule-set.ts'
import { Shadow } from './shadow.ts'
import { aCustomer } from '../testing/records.ts'
import { ruleSet } from '../testing/rule-sets.ts'

const live = ruleSet('customers')
const next: RuleSet = {
  ...live,
  version: live.version + 1,
  rules: live.rules
    .filter(({ id }) => id !== 'profession-known')
    .map((rule) =>
      rule.id === 'born-before-1980' ? { ...rule, version: 2, expression: "value >= '1975-01-01'" } : rule
    )
}

function compared() {
  const [now, then] = [assessOf(live), assessOf(next)]
  const shadow = new Shadow()
  const records = [
    aCustomer({ customer_id: '1' }),
    aCustomer({ customer_id: '2', dob: '1976-01-01' }),
    aCustomer({ customer_id: '3', dob: '1976-01-01', job: 'Arboriculturist' }),
    aCustomer({ customer_id: '4', dob: '1970-01-01' }),
    aCustomer({ customer_id: '5', job: 'Wizard' })
  ]
  for (const record of records) shadow.add(record, now(record, []), then(record, []))
  return shadow.report()
}

test('a rule set in shadow shows what would change', () => {
  assert.deepEqual(compared(), {
    records: 5,
    changed: 3,
    verdicts: [
      { from: 'Policyexception', to: 'Correct', records: 1 },
      { from: 'Policyexception', to: 'Not standard profession', records: 1 }
    ],
    rules: [
      { rule: 'born-before-1980', newlyFailing: 0, noLongerFailing: 2, examples: ['2', '3'] },
      { rule: 'profession-known', newlyFailing: 0, noLongerFailing: 1, examples: ['5'] }
    ]
  })
})

test('a rule set does not differ from itself', () => {
  const assess = assessOf(live)
  const shadow = new Shadow()
  shadow.add(aCustomer({ job: 'Wizard' }), assess(aCustomer(), []), assess(aCustomer(), []))
  assert.deepEqual(shadow.report(), { records: 1, changed: 0, verdicts: [], rules: [] })
})

const decision: Decision = {
  author: 'ann',
  reason: 'The list of professions moves to the CRM',
  approvedAt: 1_000,
  evidence: compared()
}

test('an approval is recorded with author, time, reason and what shadow showed; the last one is in force', () => {
  const none: Approvals = []
  assert.equal(inForce(none), undefined)
  const first = approve(none, live, { ...decision, reason: 'The first' })
  const second = approve(first, next, { ...decision, approvedAt: 2_000 })
  assert.equal(inForce(second), next.version)
  assert.deepEqual(
    second.map(({ version, author, reason, approvedAt }) => [version, author, reason, approvedAt]),
    [
      [2, 'ann', 'The first', 1_000],
      [3, 'ann', decision.reason, 2_000]
    ]
  )
  assert.equal(second[1]?.evidence.changed, 3)
  const back = approve(second, live, { ...decision, approvedAt: 3_000, reason: 'Too many went through' })
  assert.deepEqual([inForce(back), back.length, first.length], [live.version, 3, 1])
})

test('what cannot be approved says why', () => {
  const approvals = approve([], live, decision)
  const refused =
    (change: Partial<Decision>, set = next) =>
    () =>
      approve(approvals, set, { ...decision, ...change })
  assert.throws(refused({ author: ' ' }), /customers version 3 cannot be approved: it needs an author/)
  assert.throws(refused({ reason: '' }), /it needs a reason/)
  assert.throws(refused({ evidence: { ...decision.evidence, records: 0 } }), /has not run in shadow/)
  assert.throws(refused({ approvedAt: 999 }), /the clock is behind/)
  assert.throws(refused({}, live), /in force already/)
  assert.throws(refused({}, { ...next, name: 'others' }), /these are the approvals of customers/)
})
