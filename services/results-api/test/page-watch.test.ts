import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { serveApi } from './api-server.ts'
import { openBrowser, type TestBrowser } from './browser.ts'
import { applyCities, cityPartial } from './partials.ts'
import { applyPipeline } from './pipeline.ts'
import { NOTHING, tellQuality } from './quality-answers.ts'
import { applySteelWheels, applySteelWheelsRecords, EDITED } from './steelwheels.ts'
import { openStore, type Store } from './store.ts'

const TRACE_URL = 'http://traces.example/trace/{traceId}?"<&'
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const KAFKA = 'kafka://127.0.0.1:19092'

const stage = (page: Page, name: string) => page.locator('.node.stage').filter({ hasText: name })
const standing = (page: Page) => page.getByRole('list', { name: 'How the pipeline stands' })

describe('the page watches the pipeline', () => {
  let store: Store
  let api: Awaited<ReturnType<typeof serveApi>>
  let browser: TestBrowser
  before(async () => {
    browser = await openBrowser()
    store = await openStore()
    await applySteelWheels(store)
    await applySteelWheelsRecords(store)
    await applyPipeline(store)
    api = await serveApi(store, { traceUrl: TRACE_URL })
  })
  after(async () => {
    await api[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    await browser[Symbol.asyncDispose]()
  })

  test('the picture goes from the sources to the results, with lines between, and follows by itself', async () => {
    await using view = await browser.visit()
    const { page, complaints } = view
    await tellQuality(page)
    await page.goto(`${api.url}/?view=pipeline`)
    await stage(page, 'results-api').waitFor()
    assert.equal(await page.locator('.column').count(), 7)
    assert.ok((await page.locator('.flows path').count()) >= 12)
    const left = async (name: string) => (await stage(page, name).boundingBox())!.x
    assert.ok((await left('soap-ingestor')) < (await left('city-aggregator')))
    assert.ok((await left('city-aggregator')) < (await left('results-api')))
    await stage(page, 'db-cdc-bridge').getByText('42.5 rows/s').waitFor()
    await standing(page).getByText('All 6 stages run').waitFor()
    await applyPipeline(store, {
      'city-aggregator': { progress: { lag: { value: 48_211, unit: 'records' } } },
      'soap-ingestor': { progress: { ready: false, reasons: { partner: 'does not answer' } } },
      'file-ingestor': { progress: { intervalMs: -1 } }
    })
    await stage(page, 'city-aggregator').getByText('Behind').waitFor()
    await stage(page, 'city-aggregator').getByText('48,211 records waiting').waitFor()
    await stage(page, 'soap-ingestor').getByText('partner: does not answer').waitFor()
    await stage(page, 'file-ingestor').getByText('Silent').waitFor()
    await page.getByText('As a table').click()
    await page.getByRole('row', { name: /soap-ingestor .* Not ready/ }).waitFor()
    await page.reload()
    await standing(page).getByText('Stages: 1 silent, 1 not ready, 1 behind').waitFor()
    assert.deepEqual(complaints, [])
    await applyPipeline(store)
  })

  test('while the service is away the picture says that it is older, and how old', async () => {
    await using view = await browser.visit()
    const { page } = view
    await page.goto(`${api.url}/?view=pipeline`)
    await stage(page, 'results-api').waitFor()
    await page.route('**/api/**', (route) => route.abort())
    await page.getByRole('alert').getByText('What is below is older.').first().waitFor()
    await page.getByText(/^As of \d/).waitFor()
    await page.unroute('**/api/**')
    await page.getByRole('alert').getByText('What is below is older.').first().waitFor({ state: 'hidden' })
  })

  test('from a dataset to a field to all that it is made of and goes into, by keyboard', async () => {
    await using view = await browser.visit()
    const { page, complaints } = view
    await tellQuality(page)
    await page.goto(`${api.url}/?view=pipeline`)
    await page.getByRole('link', { name: 'sales-by-city' }).press('Enter')
    await page.getByRole('navigation', { name: 'Fields' }).getByRole('link', { name: 'total' }).press('Enter')
    const side = (name: string) => page.locator('.sides section').filter({ hasText: name }).locator('.fields > li')
    await side('Made of').first().waitFor()
    const [above, below] = [await side('Made of').allTextContents(), await side('Goes into').allTextContents()]
    assert.match(above[0]!, /^amountsalessummed up/)
    assert.ok(above.some((text) => /^amountinboxconverted · file-ingestor$/.test(text)))
    assert.deepEqual(
      below.map((text) => text.replace(/summed.*/, '')),
      ['totalcity_total', 'totalcountry_total']
    )
    assert.equal(new URL(page.url()).searchParams.get('store'), KAFKA)
    assert.ok((await page.locator('.node a.related').count()) >= 5)
    assert.deepEqual(complaints, [])
  })

  test('on a phone the pipeline is a list, and no view scrolls sideways, in either direction', async () => {
    await using view = await browser.visit({ viewport: { width: 360, height: 740 } })
    const { page } = view
    await tellQuality(page)
    for (const query of [
      ...['view=pipeline', `view=pipeline&store=${KAFKA}&dataset=sales-by-city&field=total`],
      ...['view=dead-letters', 'view=reconciliation', `sale=${EDITED}`, 'in=Spain&city=Madrid', 'salesman=1370', '']
    ]) {
      await page.goto(`${api.url}/?${query}`)
      await standing(page).getByRole('listitem').nth(2).waitFor()
      await page.locator('.panel[aria-busy=false]').first().waitFor()
      for (const dir of ['ltr', 'rtl']) {
        await page.evaluate(`document.documentElement.dir = '${dir}'`)
        const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
        assert.equal(await page.evaluate(overflow), 0, `${query} ${dir}`)
      }
    }
    await page.goto(`${api.url}/?view=pipeline`)
    await stage(page, 'results-api').waitFor()
    assert.equal(await page.locator('.flows path').count(), 0)
  })

  test('a sale: where it was read, its record, its trace, what an edit changed, and the totals that it is part of', async () => {
    await using view = await browser.visit()
    const { page, complaints } = view
    await tellQuality(page)
    await page.goto(`${api.url}/?sale=${EDITED}`)
    const part = (name: string) => page.getByRole('region', { name })
    await part('The sale').getByText('$8,378.58').waitFor()
    await part('Where it comes from').getByText('public.sale').waitFor()
    await part('Where it comes from').getByText('0/1A2B3C8').waitFor()
    const link = part('Where it comes from').getByRole('link', { name: 'Open trace' })
    assert.equal(await link.getAttribute('href'), TRACE_URL.replace('{traceId}', TRACE))
    const edits = part('History').getByRole('listitem').filter({ hasText: 'Edited' })
    await edits.getByText('$4,189.29').first().waitFor()
    await part('Rules of the contract')
      .getByText(/^It keeps all \d+ rules\.$/)
      .waitFor()
    await part('Totals that it is part of').getByRole('link', { name: 'Mar 2004' }).first().press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Madrid, Spain' }).waitFor()
    await page.waitForURL(/period=month&date=2004-03/)
    await page.goto(`${api.url}/?sale=shop:deleted`)
    await part('The sale').getByText('Deleted at its source').waitFor()
    await page.goto(`${api.url}/?sale=shop:never`)
    await part('The sale').getByText('Nothing is known of this sale').waitFor()
    assert.deepEqual(
      complaints.filter((text) => !text.includes('404')),
      []
    )
  })

  test('the sales behind a total add up to it, page by page; if they do not, it says so until they do', async () => {
    await using view = await browser.visit()
    const { page } = view
    await tellQuality(page)
    await page.goto(`${api.url}/?in=Spain&city=Madrid`)
    const behind = page.getByRole('region', { name: 'The sales behind the total' })
    await behind.getByText('They add up to the ranking’s total: $1,082,551.44 in 304 sales.').waitFor()
    await behind.getByRole('rowheader', { name: 'files' }).first().waitFor()
    const lines = behind.getByRole('table', { name: 'The sales behind the total' }).locator('tbody tr')
    assert.equal(await lines.count(), 20)
    await behind.getByRole('button', { name: 'Show more' }).click()
    await lines.nth(39).waitFor()
    const more = cityPartial({
      ...{ country: 'Spain', city: 'Madrid', currency: 'USD', day: '2005-06-01', shard: 5, total: 10_0000n }
    })
    await applyCities(store, [more])
    await page.reload()
    await behind.getByText('the ranking shows $1,082,561.44 in 305.').waitFor()
    await applyCities(store, [
      { ...more, value: { ...more.value, total: 0n, count: 0n, version: { generation: 1, offset: 9n } } }
    ])
    await behind.getByText('They add up to the ranking’s total').waitFor()
    await page.goto(`${api.url}/?salesman=1370&country=Spain&period=year&date=2004`)
    await behind.getByText('They add up to the ranking’s total').waitFor()
  })

  test('dead letters: by service and code, newest first, page by page, each with its trace', async () => {
    await using view = await browser.visit()
    const { page, complaints } = view
    await tellQuality(page)
    await page.goto(api.url)
    await standing(page).getByRole('link', { name: '12 dead letters in 24 h' }).press('Enter')
    const letters = page.locator('.cards > li')
    await letters.nth(9).waitFor()
    await letters.first().getByText('must be a decimal such as 12.50').waitFor()
    await letters.first().getByRole('link', { name: 'Open trace' }).waitFor()
    await page.getByRole('button', { name: 'Show more' }).click()
    await letters.nth(19).waitFor()
    await page.getByRole('link', { name: 'SOAP_SALE_REFUSED' }).press('Enter')
    await page.waitForURL(/service=soap-ingestor&code=SOAP_SALE_REFUSED/)
    await page.getByText('Show all services and codes').waitFor()
    assert.equal(await letters.filter({ hasText: 'FILE_ROW_REFUSED' }).count(), 0)
    assert.deepEqual(complaints, [])
  })

  test('reconciliation: differences first, naming source and day; the state, source and day narrow it, in the URL', async () => {
    await using view = await browser.visit()
    const { page, complaints } = view
    await tellQuality(page)
    await page.goto(api.url)
    await standing(page).getByRole('link', { name: '1 day differs' }).press('Enter')
    const lines = page.locator('.reconciled tbody tr')
    await page.getByText('1 day differs. 812 agree, 1 still move, 1 could not be judged.').waitFor()
    assert.match(
      (await lines.first().textContent())!,
      /shop · Nov 24, 2004.*Differs.*\$133,588\.75.*41.*\$121,587\.75.*40/
    )
    await page.getByRole('link', { name: 'Not judged 1' }).press('Enter')
    await page.waitForURL(/state=notJudged/)
    await lines.filter({ hasText: 'Followed only since later' }).waitFor()
    await page.getByText('1 day differs. 812 agree').waitFor()
    await lines.first().getByRole('link', { name: 'files' }).press('Enter')
    await page.waitForURL(/state=notJudged&source=files/)
    await page.getByRole('link', { name: 'No longer only files' }).press('Enter')
    await lines.nth(4).waitFor()
    assert.deepEqual(complaints, [])
  })

  test('nothing refused and nothing compared yet is said as such', async () => {
    await using view = await browser.visit()
    const { page } = view
    await tellQuality(page, NOTHING)
    await page.goto(`${api.url}/?view=dead-letters`)
    await page.getByText('Nothing was refused.').waitFor()
    await page.goto(`${api.url}/?view=reconciliation`)
    await page.getByText('Nothing was compared yet.').waitFor()
    await standing(page).getByText('No day compared yet').waitFor()
  })
})

test('without lineage and without traces the page says what it does not know, and nothing else is missing', async () => {
  await using browser = await openBrowser()
  await using store = await openStore()
  await applySteelWheels(store)
  await using api = await serveApi(store)
  await using view = await browser.visit()
  const { page } = view
  const absent = { status: 404, contentType: 'application/problem+json', body: '{"detail":"Nothing is there."}' }
  await page.goto(`${api.url}/?view=pipeline`)
  await page.getByText('No stage has told anything yet.').first().waitFor()
  await standing(page).getByText('No stage heard of').waitFor()
  await page.route(/\/api\/v1\/(lineage|dead-letters|reconciliation)/, (route) => route.fulfill(absent))
  await page.route('**/api/v1', (route) => route.fulfill({ json: { links: [] } }))
  await page.reload()
  await page.getByText('This service keeps no lineage').first().waitFor()
  assert.equal(await standing(page).getByRole('listitem').count(), 0)
  for (const [query, text] of [
    ['view=dead-letters', 'This service keeps no dead letters'],
    ['view=reconciliation', 'This service compares nothing'],
    ['in=Spain&city=Madrid', 'A service with LINEAGE=off keeps none.']
  ] as const) {
    await page.goto(`${api.url}/?${query}`)
    await page.getByText(text).waitFor()
  }
  await page.getByText('$12,001.00').waitFor()
})

test('without TRACE_URL a trace is an id that can be copied', async () => {
  await using browser = await openBrowser()
  await using store = await openStore()
  await applySteelWheelsRecords(store)
  await using api = await serveApi(store)
  await using view = await browser.visit({ permissions: ['clipboard-read', 'clipboard-write'] })
  const { page } = view
  await page.goto(`${api.url}/?sale=${EDITED}`)
  await page.getByRole('region', { name: 'Where it comes from' }).getByRole('button', { name: 'Copy trace id' }).click()
  await page.getByRole('status').getByText('Copied').first().waitFor({ state: 'attached' })
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), TRACE)
})
