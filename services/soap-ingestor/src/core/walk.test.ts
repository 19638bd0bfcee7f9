import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { advance, beginWalk, MOST_BARREN_SALES, MOST_EMPTY_PAGES, type PageSummary, type Walk } from './walk.ts'

interface Listed extends PageSummary {
  readonly fresh: number
}

/** Walks until it ends, is stuck, or the pages are over. */
function walkThrough(pages: Iterable<Listed>): { walk: Walk; asked: number; stuck: string | null } {
  let walk = beginWalk(null)
  let token: string | null = null
  let asked = 0
  let fresh = 0
  for (const page of pages) {
    asked++
    const next = advance(walk, token, page, fresh)
    if ('stuck' in next) return { walk, asked, stuck: next.stuck }
    walk = next
    token = page.next
    fresh += page.fresh
    if (token === null) break
  }
  return { walk, asked, stuck: null }
}

const page = (next: string | null, time: number | null, sales = 10, fresh = 0): Listed => ({
  sales,
  lowest: time,
  highest: time,
  next,
  fresh
})

test('any cycle of page tokens is found, after a number of pages proportional to where it begins and how long it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }), (lead, length) => {
      const tokens = function* (): Iterable<Listed> {
        for (let index = 0; ; index++) yield page(`t${index < lead ? index : lead + ((index - lead) % length)}`, index)
      }
      const { stuck, asked } = walkThrough(tokens())
      assert.equal(stuck, 'a page token came again')
      assert.ok(asked <= 3 * (lead + length) + 3, `${asked} pages for ${lead} + ${length}`)
    })
  )
})

test('a walk of any length with ever new tokens and later changes is not stuck', () => {
  const pages = Array.from({ length: 5_000 }, (_, index) => page(index === 4_999 ? null : `t${index}`, index))
  assert.equal(walkThrough(pages).walk.highest, 4_999)
})

test('many sales of one instant are no reason to give up as long as they are new', () => {
  const pages = Array.from({ length: 1_000 }, (_, index) => page(`t${index}`, 5, 1_000, 1_000))
  assert.equal(walkThrough(pages).stuck, null)
})

test('pages that bring nothing new, with ever new tokens, end a walk', () => {
  const pages = function* (): Iterable<Listed> {
    for (let index = 0; ; index++) yield page(`t${index}`, 5, 1_000)
  }
  const { stuck, asked } = walkThrough(pages())
  assert.match(String(stuck), /bring nothing new/)
  assert.ok(asked <= MOST_BARREN_SALES / 1_000 + 2)
})

test('pages without a sale, with ever new tokens, end a walk', () => {
  const pages = function* (): Iterable<Listed> {
    for (let index = 0; ; index++) yield page(`t${index}`, null, 0)
  }
  assert.equal(walkThrough(pages()).asked, MOST_EMPTY_PAGES + 1)
})
