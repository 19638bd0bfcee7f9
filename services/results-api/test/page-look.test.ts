import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { serveApi } from './api-server.ts'
import { accessibilityViolations, openBrowser } from './browser.ts'
import { applyPipeline } from './pipeline.ts'
import { NOTHING, tellQuality, WELL, type Told } from './quality-answers.ts'
import { applySteelWheels, applySteelWheelsRecords, EDITED } from './steelwheels.ts'
import { openStore } from './store.ts'

/** SCREENSHOTS=folder keeps pictures of the views. */
const SCREENSHOTS = process.env['SCREENSHOTS']

interface View {
  readonly path: string
  /** What is seen once it is complete. */
  readonly complete: (page: Page) => Promise<unknown>
  readonly prepare?: (page: Page) => Promise<unknown>
  /** Not all of it comes. */
  readonly isPartial?: true
}

const table = (page: Page) => page.locator('.ranking tbody tr').first().waitFor()
const fails = (page: Page) =>
  page.route('**/api/v1/top-*', (route) => route.fulfill({ status: 503, body: '{"detail":"The store is away."}' }))
const text = (said: string) => (page: Page) => page.getByText(said).first().waitFor()
const isAway = (path: string) => (page: Page) => page.route(path, (route) => route.abort())
/** Answers never. */
const isSlow = (path: string) => (page: Page) => page.route(path, () => undefined)
const FIELD = '/?view=pipeline&store=kafka://127.0.0.1:19092&dataset=sales-by-city&field=total'

const VIEWS: Readonly<Record<string, View>> = {
  rankings: {
    path: '/',
    complete: (page) =>
      page
        .locator('canvas')
        .waitFor()
        .then(() => table(page))
  },
  'a year of a country': { path: '/?country=France&period=year&date=2004', complete: table },
  'a day': { path: '/?period=day&date=2004-11-24', complete: table },
  'a range of dates': { path: '/?period=range&from=2004-10-01&to=2004-12-15', complete: table },
  city: { path: '/?in=Spain&city=Madrid', complete: text('They add up') },
  sale: { path: `/?sale=${EDITED}`, complete: text('It keeps all') },
  'a deleted sale': { path: '/?sale=shop:deleted', complete: text('Deleted at its source') },
  'an unknown sale': { path: '/?sale=shop:never', complete: text('Nothing is known') },
  pipeline: { path: '/?view=pipeline', complete: text('results-api') },
  'a field': { path: FIELD, complete: text('Goes into') },
  'dead letters': { path: '/?view=dead-letters', complete: text('must be a decimal') },
  reconciliation: { path: '/?view=reconciliation', complete: text('One row has not arrived') },
  'nothing refused': {
    ...{ path: '/?view=dead-letters', complete: text('Nothing was refused') },
    prepare: (page) => tellQuality(page, NOTHING)
  },
  'nothing compared': {
    ...{ path: '/?view=reconciliation', complete: text('Nothing was compared') },
    prepare: (page) => tellQuality(page, NOTHING)
  },
  salesman: { path: '/?salesman=1370', complete: table },
  empty: { path: '/?country=Nowhere', complete: (page) => page.locator('.nothing').nth(2).waitFor() },
  loading: {
    ...{ path: '/', prepare: isSlow('**/api/v1/top-*'), isPartial: true },
    complete: (page) => page.locator('.skeleton').first().waitFor()
  },
  'a loading pipeline': {
    ...{ path: '/?view=pipeline', prepare: isSlow('**/api/v1/lineage'), isPartial: true },
    complete: (page) => page.locator('.skeleton').first().waitFor()
  },
  'a pipeline that cannot be read': {
    ...{ path: '/?view=pipeline', prepare: isAway('**/api/v1/lineage') },
    complete: text('cannot be reached')
  },
  error: { path: '/', prepare: fails, complete: (page) => page.getByRole('alert').nth(1).waitFor() },
  stale: {
    path: '/',
    prepare: (page) => page.route('**/events', (route) => route.abort()),
    complete: (page) => page.getByText('Connection lost').waitFor()
  }
}

const TROUBLES = {
  'salesman-aggregator': { progress: { lag: { value: 48_211, unit: 'records' } } },
  'soap-ingestor': { progress: { ready: false, reasons: { partner: 'does not answer' } } }
}
/** Views that are about what is not well. */
const TROUBLED = new Set(['pipeline', 'a field', 'dead letters', 'reconciliation'])

const PICTURES: readonly (readonly [name: string, view: string, options: BrowserContextOptions, direction?: 'rtl'])[] =
  [
    ['page-light', 'rankings', { colorScheme: 'light', viewport: { width: 1200, height: 1040 } }],
    ['page-pipeline', 'pipeline', { colorScheme: 'light', viewport: { width: 1200, height: 820 } }],
    ['page-fields', 'a field', { colorScheme: 'dark', viewport: { width: 1200, height: 1180 } }],
    ['page-sale', 'sale', { colorScheme: 'light', viewport: { width: 1200, height: 880 } }],
    ['page-dark', 'city', { colorScheme: 'dark', viewport: { width: 1200, height: 1080 } }],
    ['page-dead-letters', 'dead letters', { colorScheme: 'dark', viewport: { width: 1200, height: 900 } }],
    ['page-reconciliation', 'reconciliation', { colorScheme: 'light', viewport: { width: 1200, height: 760 } }],
    ['page-phone-pipeline', 'pipeline', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
    ['page-phone', 'a year of a country', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    ['page-rtl', 'rankings', { colorScheme: 'light', viewport: { width: 1200, height: 1040 }, locale: 'en-GB' }, 'rtl']
  ]

test('axe finds nothing to mend in any view, in light and in dark', async (t) => {
  await using browser = await openBrowser()
  await using store = await openStore()
  await applySteelWheels(store)
  await applySteelWheelsRecords(store)
  await applyPipeline(store, TROUBLES)
  await using api = await serveApi(store, { traceUrl: 'http://localhost:16686/trace/{traceId}' })
  const look = async (name: string, options: BrowserContextOptions, told?: Told) => {
    const { path, prepare, complete, isPartial } = VIEWS[name]!
    const view = await browser.visit({ reducedMotion: 'reduce', ...options })
    await tellQuality(view.page, told)
    await prepare?.(view.page)
    await view.page.goto(`${api.url}${path}`)
    await complete(view.page)
    const standing = view.page.getByRole('list', { name: 'How the pipeline stands' })
    if (isPartial !== true) await standing.getByRole('link').first().waitFor()
    return view
  }
  for (const name of Object.keys(VIEWS)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await t.test(`${name}, ${colorScheme}`, async () => {
        await using view = await look(name, { colorScheme })
        assert.deepEqual(await accessibilityViolations(view.page), [])
      })
    }
  }
  await t.test('asked for a key', async () => {
    const keys = [{ name: 'ann', digest: createHash('sha256').update('secret').digest() }]
    await using closed = await serveApi(store, { access: { kind: 'known', keys, tokens: undefined } })
    await using view = await browser.visit()
    await view.page.goto(closed.url)
    await view.page.getByLabel('Key or token').waitFor()
    assert.deepEqual(await accessibilityViolations(view.page), [])
  })
  if (SCREENSHOTS === undefined) return
  for (const [file, name, options, direction] of PICTURES) {
    await applyPipeline(store, TROUBLED.has(name) ? TROUBLES : {})
    await using view = await look(name, options, TROUBLED.has(name) ? undefined : WELL)
    if (direction === 'rtl') await view.page.evaluate("document.documentElement.dir = 'rtl'")
    await view.page.screenshot({ path: join(SCREENSHOTS, `${file}.png`) })
  }
})
