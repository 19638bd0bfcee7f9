import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clickEvents, customers, headersOf, judgeOf, transactions, userRegistrations, type Judge } from '../index.ts'

const NOW = Date.UTC(2026, 2, 31)
const now = () => NOW
const seal = (clear: string) => `sealed ${clear.length}`

const registration = {
  user_id: '5f0c7b1e-8a43-4f0e-9a57-3b9a2f1f7c55',
  email: 'ann@example.org',
  password: 'correct horse',
  age: 13,
  channel: 'WEB' as const,
  consents: { newsletter: false },
  registered_at: NOW
}

const transaction = {
  transaction_id: registration.user_id,
  account_number: '12345678',
  amount: -125_000n,
  currency: 'EUR',
  timestamp: NOW,
  value_date: NOW / 86_400_000,
  kind: 'DEBIT' as const,
  reverses: null,
  digest: Buffer.alloc(32)
}

const click = {
  email: 'ann@example.org',
  timestamp: NOW,
  uri: 'https://example.org/shop?q=1',
  number: 0,
  attributes: { button: { element: 'a', content: 'Buy' } },
  value: null,
  path: ['/']
}

const customer = {
  customer_id: 'c1',
  name: 'Ann Example',
  born: 0,
  job: null,
  email: 'ann@example.org',
  phone: null,
  addresses: [{ use: 'HOME' as const, lines: ['1 Rue X'], postal_code: '69001', city: 'Lyon', country: 'FR' }],
  since: 20_000,
  credit_limit: 0n,
  identifiers: {}
}

const judges = {
  registration: judgeOf(userRegistrations, { now, seal }),
  transaction: judgeOf(transactions, { now }),
  click: judgeOf(clickEvents, { now }),
  customer: judgeOf(customers, { now })
}

test('the record of each worked contract passes', () => {
  assert.equal(judges.registration(registration).outcome, 'pass')
  assert.equal(judges.transaction(transaction).outcome, 'pass')
  assert.equal(judges.click(click).outcome, 'pass')
  assert.equal(judges.customer(customer).outcome, 'pass')
})

test('all that is wrong with a record is found, with what its rules say; beside a password everything is masked', () => {
  const { outcome, findings } = judges.registration({
    ...registration,
    email: 'ann',
    password: 'short',
    age: 12,
    registered_at: NOW + 600_000
  })
  assert.equal(outcome, 'block')
  assert.deepEqual(
    findings.map(({ field, rule, version, action, severity, value, message }) => [
      field,
      `${rule}@${version}`,
      action,
      severity,
      value,
      message
    ]),
    [
      [
        'email',
        'schema:email@1',
        'quarantine',
        'major',
        '(masked)',
        '(masked) must be an e-mail address, such as ann@example.org'
      ],
      ['password', 'schema:password@1', 'block', 'major', '(masked)', '(masked) must have at least 8 characters'],
      ['age', 'schema:age@1', 'block', 'major', '(masked)', '(masked) must be 13 or more'],
      [
        'registered_at',
        'registered-in-the-past@1',
        'warn',
        'minor',
        '(masked)',
        '(masked) must not lie ahead of the clock by more than five minutes'
      ]
    ]
  )
  assert.equal(findings[1]?.owner, 'customer-platform')
  assert.equal(findings[1].remedy, 'Ask the user for a password of 8 characters or more.')
  assert.deepEqual(headersOf(findings), { warnings: 'registered-in-the-past@1' })
})

test('a correction keeps before and after, masked where personal, and the record goes on corrected', () => {
  const { outcome, record, findings } = judges.registration({ ...registration, email: 'Ann@Example.org' })
  assert.equal(outcome, 'fix')
  assert.equal(record.email, 'ann@example.org')
  assert.deepEqual(findings[0]?.corrected, { before: '(masked)', after: '(masked)' })
  const corrected = '[{"field":"email","rule":"email-lower-case","before":"(masked)","after":"(masked)"}]'
  assert.deepEqual(headersOf(findings), { corrections: 'email-lower-case@1', corrected })
})

test('the header of corrections is ASCII, whatever was corrected', () => {
  const [finding] = judges.registration({ ...registration, email: ' Ann@Example.org ' }).findings
  assert.ok(finding)
  const changed = { before: 'Zoë 🌍', after: 'zoë\n' }
  const { corrected = '' } = headersOf([{ ...finding, action: 'fix', corrected: changed }])
  assert.match(corrected, /^[ -~]+$/)
  assert.deepEqual(JSON.parse(corrected), [{ field: finding.field, rule: finding.rule, ...changed }])
})

test('a correction that does not help sets the record aside', () => {
  const rule = { id: 'short', field: 'job', action: 'fix', maxLength: 3, correction: "value + '!'" } as const
  const judge = judgeOf({ ...customers, rules: [rule] }, { now })
  const { outcome, findings } = judge({ ...customer, job: 'baker' })
  assert.equal(outcome, 'quarantine')
  assert.deepEqual(
    findings.map(({ action, value }) => [action, value]),
    [
      ['fix', '"baker"'],
      ['quarantine', '"baker!"']
    ]
  )
})

test('a password leaves the judge sealed whatever the outcome, and no message shows it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12, unit: 'grapheme' }), fc.integer({ min: 0, max: 20 }), (password, age) => {
      const judgement = judges.registration({ ...registration, password, age })
      assert.equal(judgement.record.password, seal(password))
      assert.ok(!JSON.stringify(judgement).includes(JSON.stringify(password)))
    })
  )
})

test('a topic with sealed fields has no judge without a seal', () => {
  assert.throws(() => judgeOf(userRegistrations, { now }), /user-registrations has sealed fields/)
})

test('rules across fields, over dates and decimals', () => {
  const broken = (change: object) =>
    judges.transaction({ ...transaction, ...change }).findings.map(({ rule, field }) => `${field} ${rule}`)
  assert.deepEqual(broken({ amount: 0n }), ['amount amount-not-zero'])
  assert.deepEqual(broken({ amount: 10_000_000_000_001n }), ['amount schema:amount'])
  assert.deepEqual(broken({ kind: 'REVERSAL' }), ['reverses reversal-names-what-it-reverses'])
  assert.deepEqual(broken({ reverses: 'not a uuid' }), [
    'reverses schema:reverses',
    'reverses reversal-names-what-it-reverses'
  ])
  assert.deepEqual(broken({ value_date: 0 }), ['value_date value-date-near'])
  assert.deepEqual(judges.customer({ ...customer, born: 20_001 }).findings[0]?.rule, 'born-before-customer')
})

test('what is wrong inside lists and maps is reported where it stands', () => {
  const attributes = { ...click.attributes, link: { element: '', content: 'x' } }
  const found = judges.click({ ...click, attributes, path: ['/', ''] }).findings.map(({ field }) => field)
  assert.deepEqual(found, ['attributes.link.element', 'path[1]'])
  const [address] = customer.addresses
  const { findings } = judges.customer({ ...customer, addresses: [address!, { ...address!, country: 'France' }] })
  assert.deepEqual(
    findings.map(({ field, message }) => `${field}: ${message}`),
    ['addresses[1].country: "France" must be an ISO 3166 code of two capital letters, such as FR']
  )
})

test('a rule that names what the record lacks does not compile', () => {
  const judge = (expression: string) => () =>
    judgeOf({ ...customers, rules: [{ id: 'x', field: 'name', expression }] }, { now })
  assert.throws(judge('record.colour == "red"'), /rule x: No such key: colour/)
  assert.throws(judge('record.since'), /rule x: gives .*, not true or false/)
  assert.throws(judge('record.since >'), /rule x: /)
})

test('a rule that cannot be worked out for a record is broken by it', () => {
  const rule = { id: 'x', field: 'customer_id', expression: 'record.identifiers["erp"] == "1"' } as const
  const messageBy = (change: object) =>
    judgeOf({ ...customers, rules: [{ ...rule, ...change }] }, { now })(customer).findings[0]?.message
  assert.match(messageBy({}) ?? '', /^"c1" cannot be judged by .*: No such key: erp$/)
  assert.match(messageBy({ personal: true }) ?? '', /^\(masked\) cannot be judged by .*"1"$/)
})

test('no record makes a judge throw, whatever stands in its fields', () => {
  const samples = { registration, transaction, click, customer }
  const field = fc.anything({ withBigInt: true, maxDepth: 2 })
  for (const [name, sample] of Object.entries(samples)) {
    const judge = judges[name as keyof typeof judges] as Judge<object>
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(sample)), field), (change) => {
        judge({ ...sample, ...change })
      })
    )
  }
})
