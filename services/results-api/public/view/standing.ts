import { bdi, h, sign, type Sign } from '@sales-pipeline/page-kit/browser'
import { hrefOf, type Address } from '../model/address.ts'
import type { Standing, Tone } from '../model/standing.ts'

const SIGNS: Readonly<Record<Tone, Sign>> = {
  ...{ good: 'check', warn: 'triangle', bad: 'cross', unknown: 'question' }
}

/** How the pipeline stands, in one line; each finding leads to where more is said. */
export function standingLine(standing: Standing, address: Address): readonly HTMLElement[] {
  return standing.map(({ tone, text, place }) =>
    h('li', {}, h('a', { class: `state ${tone}`, href: hrefOf({ ...address, place }) }, sign(SIGNS[tone]), bdi(text)))
  )
}
