import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { serveApi } from './api-server.ts'
import { openBrowser, type TestBrowser } from './browser.ts'
import { applyCities, applySalesmen, cityPartial, largestSale, salesmanPartial } from './partials.ts'
import { applySteelWheels, applySteelWheelsRecords } from './steelwheels.ts'
import { openStore, type Store } from './store.ts'

const MOST_BYTES = 200_000
const LONGEST_MS = 1000
const MOST_VISITS = 10

const rows = (page: Page, title = 'Top cities') => page.getByRole('region', { name: title }).locator('tbody tr')
const firstName = async (page: Page, title?: string) => rows(page, title).first().getByRole('link').textContent()

describe('the page, on real sales', () => {
  let store: Store
  let api: Awaited<ReturnType<typeof serveApi>>
  let browser: TestBrowser
  before(async () => {
    browser = await openBrowser()
    store = await openStore()
    await applySteelWheels(store)
    await applySteelWheelsRecords(store)
    api = await serveApi(store)
  })
  after(async () => {
    await api[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    await browser[Symbol.asyncDispose]()
  })

  test('the first view is there within a second and 200 kB, from this host alone, and nothing complains', async () => {
    // Of several visits the quickest counts: whatever else the machine does is not the page's doing.
    const times: number[] = []
    while (times.length < MOST_VISITS && Math.min(...times) > LONGEST_MS) {
      await using view = await browser.visit()
      const { page, complaints } = view
      const devtools = await page.context().newCDPSession(page)
      await devtools.send('Network.enable')
      let bytes = 0
      devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
      const hosts = new Set<string>()
      page.on('request', (request) => hosts.add(new URL(request.url()).origin))
      await page.goto(api.url)
      await rows(page, 'Top salesmen').nth(9).waitFor()
      await page.locator('canvas').waitFor()
      times.push(await page.evaluate<number>("performance.getEntriesByName('results-shown')[0].startTime"))
      await page.getByText('Live', { exact: false }).waitFor()
      assert.deepEqual([await firstName(page), await firstName(page, 'Top salesmen')], ['Madrid', 'Gerard Hernandez'])
      assert.ok(bytes > 0 && bytes < MOST_BYTES, `${bytes} bytes`)
      assert.deepEqual([[...hosts], complaints], [[api.url], []])
    }
    assert.ok(Math.min(...times) < LONGEST_MS, `${times.map(Math.round).join(', ')} ms`)
  })

  test('filters are in the URL: they can be reloaded, shared and gone back from', async () => {
    await using view = await browser.visit()
    const { page } = view
    await page.goto(api.url)
    await page.getByLabel('Country').selectOption('France')
    await page.getByRole('heading', { level: 1, name: 'France' }).waitFor()
    await page.getByLabel('Period').selectOption('year')
    await page.waitForURL(/date=2005/)
    await page.getByLabel('Date').selectOption('2004')
    await page.waitForURL(/\?country=France&period=year&date=2004$/)
    await page.getByText('$170,714.06').waitFor()
    await page.reload()
    await page.getByText('$170,714.06').waitFor()
    assert.equal(await page.getByLabel('Date').inputValue(), '2004')
    await page.goBack()
    await page.waitForURL(/date=2005$/)
    assert.equal(await page.getByLabel('Period').inputValue(), 'year')
    await page.getByLabel('Period').selectOption('day')
    await page.locator('input[type=date]').waitFor()
  })

  test('from a city to its largest sales, to one sale, to its salesman, and back, by keyboard', async () => {
    await using view = await browser.visit()
    const { page, complaints } = view
    await page.goto(api.url)
    await page.getByRole('link', { name: 'Madrid' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Madrid, Spain' }).waitFor()
    await page.getByRole('link', { name: 'partner:10424-6' }).press('Enter')
    const sale = page.getByRole('region', { name: 'The sale' })
    await sale.getByText('$12,001.00').waitFor()
    await sale.getByText('1952 Alpine Renault 1300').waitFor()
    await sale.getByRole('link', { name: 'Gerard Hernandez' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Gerard Hernandez' }).waitFor()
    await page.getByRole('cell', { name: '$1,401,412.62' }).waitFor()
    await page.goBack()
    await sale.waitFor()
    await page.getByRole('link', { name: 'All rankings' }).press('Enter')
    await rows(page).first().waitFor()
    assert.deepEqual(complaints, [])
  })

  test('more lines are shown on demand; the figures of the chart can be read', async () => {
    await using view = await browser.visit()
    const { page } = view
    await page.goto(api.url)
    await page.getByRole('region', { name: 'Top cities' }).getByRole('button', { name: 'Show more' }).click()
    await rows(page).nth(49).waitFor()
    await page.getByText('Figures', { exact: true }).click()
    await page.getByRole('rowheader', { name: 'Nov 2004' }).waitFor()
    assert.match((await page.getByRole('img').getAttribute('aria-label')) ?? '', /most in Nov 2004 · \$1,089,048\.01/)
  })

  test('while the service is away the page says so and keeps what it has; then it catches up', async () => {
    await using view = await browser.visit()
    const { page } = view
    await page.goto(api.url)
    await rows(page).first().waitFor()
    await page.getByText('Live', { exact: false }).waitFor()
    await page.route('**/api/**', (route) => route.abort())
    api.hub.close()
    await page.getByText('Connection lost').waitFor()
    assert.equal(await firstName(page), 'Madrid')
    await applyCities(store, [
      cityPartial({ city: 'Utopia', currency: 'USD', total: 99_999_999_900n, day: '2005-06-01' })
    ])
    await page.unroute('**/api/**')
    await rows(page).first().getByText('Utopia').waitFor()
    await page.getByText('Live', { exact: false }).waitFor()
  })

  test('what cannot be read says why, and can be tried again', async () => {
    await using view = await browser.visit()
    const { page } = view
    const problem = { status: 503, contentType: 'application/problem+json', body: '{"detail":"The store is away."}' }
    await page.route('**/top-salesmen*', (route) => route.fulfill(problem))
    await page.goto(api.url)
    await page.getByRole('alert').getByText('The store is away.').waitFor()
    await rows(page).first().waitFor()
    await page.unroute('**/top-salesmen*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await rows(page, 'Top salesmen').first().waitFor()
    assert.equal(await page.getByRole('alert').isVisible(), false)
    await page.goto(`${api.url}/?in=Atlantis&city=Nowhere`)
    await page.getByText('No city of that name').first().waitFor()
  })

  test('the documentation is read from here alone, under its policy', async () => {
    await using view = await browser.visit()
    const { page, complaints } = view
    page.on('request', (request) => {
      assert.ok(request.url().startsWith(api.url) || request.url().startsWith('data:'), request.url())
    })
    await page.goto(`${api.url}/docs`)
    await page.getByText('/api/v1/top-salesmen', { exact: true }).first().waitFor()
    assert.deepEqual(complaints, [])
  })
})

test('an empty page fills by itself, a line moves when its total does, and hostile names are only names', async () => {
  await using browser = await openBrowser()
  await using store = await openStore()
  await using api = await serveApi(store)
  await using view = await browser.visit({ viewport: { width: 360, height: 740 } })
  const { page, complaints } = view
  await page.goto(api.url)
  await page.getByText('No sales here yet.').first().waitFor()
  const names = ['<img src=x onerror=alert(1)>', 'x'.repeat(200), 'תל אביב']
  const cities = names.map((city, i) =>
    cityPartial({ city, total: BigInt(30 - i) * 10_000n, largest: [largestSale(`shop:${i}`, 1n)] })
  )
  await applyCities(store, cities)
  await applySalesmen(store, [salesmanPartial({ total: 10_000n })])
  await rows(page).nth(2).waitFor()
  assert.equal(await firstName(page), names[0])
  await applyCities(store, [cityPartial({ city: names[2]!, total: 123_456_789_012_345n, offset: 2n })])
  await rows(page).first().getByText(names[2]!).waitFor()
  await rows(page).first().getByText('moved up').waitFor()
  await rows(page).first().getByText('€12,345,678,901.2345').waitFor()
  for (const dir of ['ltr', 'rtl']) {
    await page.evaluate(`document.documentElement.dir = '${dir}'`)
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    assert.equal(overflow, 0, dir)
  }
  assert.deepEqual(complaints, [])
})

test('an API with keys: the page asks for one', async () => {
  await using browser = await openBrowser()
  await using store = await openStore()
  const keys = [{ name: 'ann', digest: createHash('sha256').update('secret').digest() }]
  await using api = await serveApi(store, { access: { kind: 'known', keys, tokens: undefined } })
  await applyCities(store, [cityPartial({ total: 10_000n })])
  await using view = await browser.visit()
  const { page } = view
  await page.goto(api.url)
  for (const key of ['wrong', 'secret']) {
    await page.getByLabel('Key or token').fill(key)
    await page.getByRole('button', { name: 'Open' }).click()
  }
  await rows(page).first().getByText('Paris').waitFor()
  await page.getByText('Live', { exact: false }).waitFor()
})
