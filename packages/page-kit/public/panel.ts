import { Refusal } from './api.ts'
import { bdi, button, h } from './dom.ts'

/** A part that shows what there is: it is made once and brought up to date whenever that changes. */
export interface Part {
  readonly element: HTMLElement
  refresh(): Promise<void>
}

interface PanelOptions<Data> {
  readonly title: string | Node
  readonly class?: string
  /** Beside the title. */
  readonly tools?: readonly Node[]
  readonly load: () => Promise<Data>
  readonly show: (body: HTMLElement, data: Data) => void
  /** How many lines to expect. */
  readonly lines?: number
  /** What a 404 means here, if it is no problem. */
  readonly absent?: string
}

let panels = 0

/** A titled part that is honest about its state: loading, loaded, or why not; what was loaded before stays to be seen. */
export function panel<Data>({
  title,
  tools = [],
  load,
  show,
  lines = 5,
  absent,
  ...options
}: PanelOptions<Data>): Part {
  const id = `panel-${++panels}`
  const body = h('div', { class: 'panel-body' }, skeleton(lines))
  const problem = h('div', { class: 'problem', role: 'alert', hidden: '' })
  const head = h('div', { class: 'panel-head' }, h('h2', { id }, title), ...tools)
  const element = h('section', { class: `panel ${options.class ?? ''}`, 'aria-labelledby': id }, head, problem, body)
  element.ariaBusy = 'true'
  let isShown = false

  const refresh = async (): Promise<void> => {
    try {
      const data = await load()
      if (!isShown) body.replaceChildren()
      isShown = true
      keepingFocus(body, () => {
        show(body, data)
      })
      problem.hidden = true
    } catch (error) {
      if (absent !== undefined && error instanceof Refusal && error.status === 404) {
        isShown = false
        body.replaceChildren(nothing(absent))
        problem.hidden = true
      } else {
        if (!isShown) body.replaceChildren()
        problem.replaceChildren(
          ...explained(error, isShown),
          button('Try again', () => void refresh())
        )
        problem.hidden = false
      }
    }
    element.ariaBusy = 'false'
  }
  return { element, refresh }
}

/** What is made anew is what the reader was at: the focus stays there. */
function keepingFocus(body: HTMLElement, change: () => void): void {
  const places = (): HTMLElement[] => [...body.querySelectorAll<HTMLElement>('a, button, summary, [tabindex]')]
  const focused = places().findIndex((place) => place === document.activeElement)
  change()
  if (focused >= 0) places()[focused]?.focus({ preventScroll: true })
}

function explained(error: unknown, isShown: boolean): Node[] {
  const words =
    error instanceof Refusal
      ? [h('strong', {}, error.status === 404 ? 'Not found. ' : 'The figures cannot be read. '), bdi(error.message)]
      : [h('strong', {}, 'The service cannot be reached. '), 'It is tried again as soon as it answers.']
  return [h('p', {}, ...words, isShown ? ' What is below is older.' : '')]
}

function skeleton(lines: number): HTMLElement {
  const bars = Array.from({ length: lines }, () => h('div', { class: 'skeleton' }))
  return h('div', { 'aria-hidden': 'true' }, ...bars)
}

export function nothing(text: string): HTMLElement {
  return h('p', { class: 'nothing' }, text)
}
