import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { serveApi } from './api-server.ts'
import { accessibilityViolations, openBrowser } from './browser.ts'
import { applySteelWheels } from './steelwheels.ts'
import { openStore } from './store.ts'

/** SCREENSHOTS=folder keeps pictures of the views. */
const SCREENSHOTS = process.env['SCREENSHOTS']

interface View {
  readonly path: string
  /** What is seen once it is complete. */
  readonly complete: (page: Page) => Promise<unknown>
  readonly prepare?: (page: Page) => Promise<unknown>
}

const table = (page: Page) => page.locator('.ranking tbody tr').first().waitFor()
const fails = (page: Page) =>
  page.route('**/api/v1/top-*', (route) => route.fulfill({ status: 503, body: '{"detail":"The store is away."}' }))

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
  city: { path: '/?in=Spain&city=Madrid&sale=shop:10424-6', complete: table },
  salesman: { path: '/?salesman=1370', complete: table },
  empty: { path: '/?country=Nowhere', complete: (page) => page.locator('.nothing').nth(2).waitFor() },
  error: { path: '/', prepare: fails, complete: (page) => page.getByRole('alert').nth(1).waitFor() },
  stale: {
    path: '/',
    prepare: (page) => page.route('**/events', (route) => route.abort()),
    complete: (page) => page.getByText('Connection lost').waitFor()
  }
}

const PICTURES: readonly (readonly [name: string, view: string, options: BrowserContextOptions, direction?: 'rtl'])[] =
  [
    ['page-light', 'rankings', { colorScheme: 'light', viewport: { width: 1200, height: 1040 } }],
    ['page-dark', 'city', { colorScheme: 'dark', viewport: { width: 1200, height: 960 } }],
    ['page-phone', 'a year of a country', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    ['page-rtl', 'rankings', { colorScheme: 'light', viewport: { width: 1200, height: 1040 }, locale: 'ar' }, 'rtl']
  ]

test('axe finds nothing to mend in any view, in light and in dark', async (t) => {
  await using browser = await openBrowser()
  await using store = await openStore()
  await applySteelWheels(store)
  await using api = await serveApi(store)
  const look = async (name: string, options: BrowserContextOptions) => {
    const { path, prepare, complete } = VIEWS[name]!
    const view = await browser.visit({ reducedMotion: 'reduce', ...options })
    await prepare?.(view.page)
    await view.page.goto(`${api.url}${path}`)
    await complete(view.page)
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
    await using view = await look(name, options)
    if (direction === 'rtl') await view.page.evaluate("document.documentElement.dir = 'rtl'")
    await view.page.screenshot({ path: join(SCREENSHOTS, `${file}.png`) })
  }
})
