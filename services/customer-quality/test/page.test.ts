import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '@sales-pipeline/testkit'
import { accessibilityViolations, openBrowser } from '@sales-pipeline/testkit/browser'
import { portalUrl, World } from './world.ts'

test('a refusal is shown at its field at once; mended, it is registered, and arrives in MongoDB', async () => {
  await using world = await World.create()
  await using browser = await openBrowser()
  const [portal] = await Promise.all([
    world.spawn('portal', { HTTP_PORT: '0' }),
    world.spawn('assessor'),
    world.spawn('keeper-mdm')
  ])
  await using visit = await browser.visit()
  const { page, complaints } = visit
  await page.goto(portalUrl(portal))
  const field = (label: RegExp) => page.getByLabel(label)
  await field(/^Name/).fill('Ann <b>Example</b>')
  await field(/^E-mail/).fill('ann at example.org')
  await field(/^Day of birth/).fill('1979-12-31')
  await page.getByText('Must be an e-mail address, such as ann@example.org').waitFor()
  assert.equal(await field(/^E-mail/).getAttribute('aria-invalid'), 'true')
  assert.deepEqual(await accessibilityViolations(page), [])

  await page.getByRole('button', { name: 'Register' }).press('Enter')
  await page.getByText('Mend the fields that are named').waitFor()
  await field(/^E-mail/).fill('ann@example.org')
  await page.getByRole('button', { name: 'Register' }).press('Enter')
  await page.getByText('Your registration has been set aside').waitFor()
  await page.getByText('Day of birth, such as 1984-05-06: must not lie before 1980-01-01').waitFor()
  assert.match(page.url(), /\/status\/[\da-f-]{36}$/)
  assert.deepEqual(await accessibilityViolations(page), [])

  await field(/^Day of birth/).fill('1984-05-06')
  await page.getByRole('button', { name: 'Register' }).press('Enter')
  await page.getByText('You are registered. Thank you.').waitFor()
  const id = page.url().split('/').at(-1)
  await page.reload()
  await page.getByText('You are registered. Thank you.').waitFor()
  const [person] = await eventually(async () => {
    const found = await world.persons()
    assert.equal(found.length, 1)
    return found
  })
  assert.deepEqual(person?.fields.name, { value: 'Ann <b>Example</b>', from: `portal:${id ?? ''}` })
  assert.deepEqual(await world.states(world.mdm), { kept: 1, quarantined: 1 })
  // A browser complains of the answer that refused the registration, and of nothing else.
  assert.ok(
    complaints.every((text) => text.includes('422')),
    complaints.join('\n')
  )
})
