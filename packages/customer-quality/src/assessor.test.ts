import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aCustomer } from '../testing/records.ts'
import { ruleSet } from '../testing/rule-sets.ts'
import { Assessor } from './assessor.ts'

const rules = ruleSet('customers')
const options = { stepMs: 60_000, stepsInWindow: 10, windowsBefore: 6 }
const at = (offset: number, partition = 0) => ({ partition, offset: BigInt(offset) })

test('the same person in another source, in another spelling, is told with the record that comes second', () => {
  const assessor = new Assessor(rules, options)
  const first = aCustomer({ name: 'Jörg Müller', source: 'crm', customer_id: '1' })
  const second = aCustomer({ name: 'MUELLER, Joerg', source: 'shop', customer_id: '77', email: null })
  assert.deepEqual(assessor.take(first, at(0))?.failures, [])
  assert.deepEqual(assessor.take(first, at(1))?.failures, [], 'a later state of the same customer')
  assert.deepEqual(
    assessor.take(second, at(0, 1))?.failures.map(({ rule, message }) => `${rule}: ${message}`),
    ['person-once: is the same person as another customer: crm:1']
  )
})

test('a rule set in shadow sees the records that come, and changes no verdict', () => {
  const assessor = new Assessor(rules, options)
  const reported = () => assessor.shadowReport
  assert.equal(reported(), undefined)
  assessor.take(aCustomer(), at(0))
  assessor.runInShadow({ ...rules, version: 3, rules: rules.rules.filter(({ id }) => id !== 'born-before-1980') })
  const assessment = assessor.take(aCustomer({ dob: '1970-01-01' }), at(1))
  assert.deepEqual([assessment?.verdict, assessment?.version], ['Policyexception', 2])
  assert.deepEqual(reported()?.verdicts, [{ from: 'Policyexception', to: 'Correct', records: 1 }])
})

test('reading again from anywhere changes nothing', () => {
  const jobs = fc.array(fc.constantFrom('Engineer', 'Wizard'), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(jobs, fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 5 }), (all, restarts) => {
      const records = all.map((job, id) => aCustomer({ job, customer_id: `${id}`, name: `Customer ${id}`, dob: null }))
      const [once, again] = [new Assessor(rules, options), new Assessor(rules, options)]
      const play = (assessor: Assessor, from: number, to: number) =>
        records.slice(from, to).map((record, offset) => assessor.take(record, at(from + offset)))
      const expected = play(once, 0, records.length)
      const verdicts = new Map<number, unknown>()
      let reached = 0
      for (const [back, on] of [...restarts, [0, records.length] as const]) {
        const from = Math.max(0, reached - back)
        const to = Math.min(records.length, reached + on)
        for (const [offset, verdict] of play(again, from, to).entries())
          if (verdict !== undefined) verdicts.set(from + offset, verdict)
        reached = Math.max(reached, to)
      }
      assert.deepEqual([...verdicts.values()], expected)
      for (const subject of once.scores.subjects)
        assert.deepEqual(again.scores.score(subject), once.scores.score(subject))
    })
  )
})
