import assert from 'node:assert/strict'
import { test } from 'node:test'
import { custchannel } from '@sales-pipeline/contracts'
import { eventually } from '@sales-pipeline/testkit'
import { customerId, portalUrl, World } from './world.ts'

const FORM = { name: 'Ann', address: '', phone: '+33123456789', job: 'Baker', email: '', dob: '1984-05-06' }

interface Problem {
  readonly status: number
  readonly problems: readonly { readonly field: string; readonly rule: string }[]
}

async function call(url: string, method: string, body?: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: text })
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Problem }
}

test('a registration is taken, refused at its field, or taken to be set aside; sent again it is the same one', async () => {
  await using world = await World.create()
  const portal = await world.spawn('portal', { HTTP_PORT: '0' })
  const url = (number: number) => `${portalUrl(portal)}/api/v1/registrations/${customerId(number)}`
  const rulesOf = ({ body }: { body: Problem }) => body.problems.map(({ field, rule }) => `${field} ${rule}`)

  const page = await fetch(portalUrl(portal))
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none';.*form-action 'none'/)
  assert.equal((await call(url(1), 'PUT', FORM)).status, 202)
  assert.equal((await call(url(1), 'PUT', FORM)).status, 202)
  const refused = await call(url(2), 'PUT', { ...FORM, phone: '0123', dob: '1984-02-30' })
  assert.equal(refused.status, 422)
  assert.deepEqual(rulesOf(refused), ['dob dob-valid', 'phone phone-valid'])
  const aside = await call(url(3), 'PUT', { ...FORM, dob: '1979-12-31' })
  assert.deepEqual([aside.status, rulesOf(aside)], [202, ['dob born-before-1980']])
  const checked = await call(`${portalUrl(portal)}/api/v1/registrations/check`, 'POST', { ...FORM, name: '' })
  assert.deepEqual([checked.status, rulesOf(checked)], [200, ['name name-there']])

  const found = await world.all(custchannel)
  assert.deepEqual(found.map(({ customer_id }) => customer_id).toSorted(), [1, 1, 3].map(customerId))
  assert.doesNotMatch(portal.logs, /Ann|33123456789|1984/)
})

test('whoever waits for the notification gets it when it arrives; nobody else learns anything', async () => {
  await using world = await World.create()
  const [portal] = await Promise.all([world.spawn('portal', { HTTP_PORT: '0' }), world.spawn('assessor')])
  const url = `${portalUrl(portal)}/api/v1/registrations/${customerId(5)}`
  const waiting = call(`${url}?wait=20`, 'GET')
  await call(url, 'PUT', { ...FORM, dob: '1979-12-31' })
  const { body } = await waiting
  assert.deepEqual(body, {
    id: customerId(5),
    state: 'assessed',
    notification: {
      template: 'registration-set-aside',
      parameters: { dob: 'must not lie before 1980-01-01' },
      caused_by: ['born-before-1980'],
      created_at: (body as unknown as { notification: { created_at: number } }).notification.created_at
    }
  })
  const other = await call(`${portalUrl(portal)}/api/v1/registrations/${customerId(6)}`, 'GET')
  assert.deepEqual(other.body, { id: customerId(6), state: 'waiting' })

  await portal.stop()
  const again = await world.spawn('portal', { HTTP_PORT: '0' })
  await eventually(async () => {
    const known = await call(`${portalUrl(again)}/api/v1/registrations/${customerId(5)}`, 'GET')
    assert.deepEqual(known.body, body)
  })
})

test('hostile requests are refused, cheaply, and say nothing of the inside', async () => {
  await using world = await World.create()
  const portal = await world.spawn('portal', { HTTP_PORT: '0', RATE_LIMIT: '40' })
  const api = `${portalUrl(portal)}/api/v1/registrations`
  const one = `${api}/${customerId(1)}`
  const statusOf = async (...request: Parameters<typeof call>) => (await call(...request)).status
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  assert.equal(await statusOf(one, 'PUT', { ...FORM, name: 'x'.repeat(10_000) }), 413)
  assert.equal(await statusOf(one, 'PUT', { ...FORM, name: 'x'.repeat(300) }), 422)
  assert.equal(await statusOf(one, 'PUT', '{"name":'), 400)
  assert.equal(await statusOf(one, 'PUT', 'name=Ann', form), 415)
  assert.equal(await statusOf(one, 'PUT', '{"__proto__":{"admin":true},"name":"Ann"}'), 422)
  assert.equal(await statusOf(one, 'PUT', { ...FORM, name: { $ne: null } }), 422)
  assert.equal(await statusOf(one, 'PUT', FORM, { 'content-encoding': 'zip' }), 400)
  assert.equal(await statusOf(`${api}/..%2f..%2fetc%2fpasswd`, 'PUT', FORM), 400)
  assert.equal(await statusOf(`${api}/%E0%A4%A`, 'GET'), 400)
  assert.equal(await statusOf(`${one}?wait=99999999999999999999&since[$gt]=`, 'GET'), 200)
  assert.equal(await statusOf(one, 'DELETE'), 405)
  assert.equal(await statusOf(`${portalUrl(portal)}/page/main.js`, 'GET'), 404)
  assert.equal(await statusOf(`${portalUrl(portal)}/page/..%2fpackage.json`, 'GET'), 404)
  assert.deepEqual(await world.all(custchannel), [])

  const answers = await Promise.all(Array.from({ length: 40 }, () => statusOf(one, 'PUT', FORM)))
  assert.ok(answers.includes(429), String(answers))
  assert.ok(answers.every((status) => status === 202 || status === 429))
})
