import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RuleSetEvent } from '@sales-pipeline/contracts'
import { assessOf } from './assess.ts'
import { RuleHistory, type Decision, type Evidence } from './rule-history.ts'
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

const decision: Decision = { author: ' ann ', reason: 'The list of professions moves to the CRM', at: 1_000 }
const evidence: Evidence = { live: compared(), recorded: null }
const contentOf = (ruleSet: RuleSet): unknown => JSON.parse(JSON.stringify(ruleSet))

/** A history that has learned what it decided itself. */
function deciding() {
  const history = new RuleHistory(live)
  const log: RuleSetEvent[] = []
  const decide = (event: RuleSetEvent): void => {
    log.push(event)
    assert.equal(history.learn(event), undefined)
  }
  const propose = (set: RuleSet, at = 1_000): void => {
    decide(history.propose(contentOf(set), { ...decision, at }))
  }
  const approve = (version: number, at = 2_000): void => {
    decide(history.approve(version, { ...decision, at }, evidence))
  }
  return { history, log, decide, propose, approve }
}

test('until something is approved the version that was shipped is in force', () => {
  const { history, propose } = deciding()
  assert.deepEqual([history.inForce, history.inShadow], [live, []])
  propose(next)
  assert.deepEqual([history.inForce, history.inShadow.map(({ version }) => version)], [live, [next.version]])
})

test('an approval is recorded with author, time, reason and what shadow showed; to go back is one more', () => {
  const { history, log, propose, approve } = deciding()
  propose(next)
  approve(next.version)
  assert.deepEqual([history.inForce.version, history.inShadow], [next.version, []])
  assert.deepEqual(history.version(next.version)?.approvals, [
    { author: 'ann', reason: decision.reason, at: 2_000, evidence }
  ])
  approve(live.version, 3_000)
  assert.deepEqual(
    history.versions.map(({ ruleSet: { version }, state }) => [version, state]),
    [
      [next.version, 'replaced'],
      [live.version, 'in-force']
    ]
  )
  const reader = new RuleHistory(live)
  for (const event of log) assert.equal(reader.learn(event), undefined)
  assert.deepEqual(reader.versions, history.versions)
})

test('a proposal that is withdrawn may be made again', () => {
  const { history, decide, propose } = deciding()
  propose(next)
  decide(history.withdraw(next.version, decision))
  assert.deepEqual([history.inShadow, history.version(next.version)?.state], [[], 'withdrawn'])
  assert.throws(() => history.approve(next.version, decision, evidence), /withdrawn: propose it again/)
  propose(next)
  assert.equal(history.version(next.version)?.proposals.length, 2)
})

test('what cannot be decided says why', () => {
  const { history, propose, approve } = deciding()
  const refusal = (decide: () => unknown, why: RegExp): void => {
    assert.throws(decide, why)
  }
  const proposing = (change: object) => () => history.propose({ ...(contentOf(next) as object), ...change }, decision)
  refusal(proposing({ rules: [], colour: 'red' }), /not a rule set:[^]*colour/)
  refusal(proposing({ name: 'others' }), /the rule set here is called customers/)
  refusal(proposing({ rules: [{ id: 'a', dimension: 'policy', field: 'job', expression: '1 +' }] }), /rule a: /)
  refusal(proposing({ version: live.version }), /it is in force/)
  refusal(() => history.propose(contentOf(next), { ...decision, author: ' ' }), /it needs an author/)
  refusal(() => history.withdraw(next.version, decision), /there is no version 3/)
  propose(next)
  refusal(proposing({}), /it is proposed already/)
  const approving =
    (change: Partial<Decision>, shown = evidence) =>
    () =>
      history.approve(next.version, { ...decision, ...change }, shown)
  refusal(approving({ author: ' ' }), /customers version 3 cannot be approved: it needs an author/)
  refusal(approving({ reason: '' }), /it needs a reason/)
  refusal(approving({}, { live: null, recorded: null }), /has not run in shadow/)
  approve(next.version)
  refusal(approving({}), /in force already/)
  refusal(() => history.approve(live.version, { ...decision, at: 1_999 }, evidence), /the clock is behind/)
  refusal(proposing({ version: live.version, reference: {} }), /a version is never changed/)
})

test('whatever stands in the log, all who read it agree, and go on', () => {
  const step = fc.constantFrom<RuleSetEvent['event']>('UNKNOWN', 'PROPOSED', 'WITHDRAWN', 'APPROVED')
  const content = fc.constantFrom(null, '{', '{}', JSON.stringify(next), JSON.stringify({ ...next, version: 5 }))
  const event = fc.record({
    name: fc.constantFrom('customers', 'others'),
    version: fc.integer({ min: 2, max: 6 }),
    event: step,
    author: fc.string(),
    reason: fc.string(),
    at: fc.nat(),
    content,
    evidence: fc.constantFrom(null, '{', 'null', '7', JSON.stringify(evidence))
  })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), (log) => {
      const [one, other] = [new RuleHistory(live), new RuleHistory(live)]
      const told = log.map((entry) => one.learn(entry))
      assert.deepEqual(
        log.map((entry) => other.learn(entry)),
        told
      )
      assert.deepEqual(other.versions, one.versions)
      assert.equal(one.versions.filter(({ state }) => state === 'in-force').length, 1)
      const kept = new RuleHistory(live)
      for (const [at, entry] of log.entries()) if (told[at] === undefined) kept.learn(entry)
      assert.deepEqual(kept.versions, one.versions, 'what is passed over leaves no trace')
    })
  )
})
