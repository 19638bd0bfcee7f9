import { button, h } from '@sales-pipeline/page-kit/browser'
import { traceHref } from '../data/settings.ts'

const SHOWN_MS = 1500

/** A trace: where it is seen, if this service knows, or else its id to take along. */
export function trace(traceId: string | null): HTMLElement {
  if (traceId === null) return h('span', { class: 'quiet' }, 'not kept')
  const id = h('code', { class: 'id' }, traceId)
  const href = traceHref(traceId)
  if (href !== null) return h('a', { href, target: '_blank', rel: 'noopener', class: 'trace' }, 'Open trace ', id)
  return h('span', { class: 'trace' }, id, copyButton(traceId))
}

function copyButton(text: string): HTMLElement {
  const said = h('span', { class: 'visually-hidden', role: 'status' })
  const element = button('Copy', () => void copy(), { class: 'small', 'aria-label': 'Copy trace id' })
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    element.textContent = 'Copied'
    said.textContent = 'Copied'
    window.setTimeout(() => {
      element.textContent = 'Copy'
      said.textContent = ''
    }, SHOWN_MS)
  }
  return h('span', {}, element, said)
}
