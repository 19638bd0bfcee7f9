import { bdi, h } from '@sales-pipeline/page-kit/browser'
import type { LiveState } from '../data/live.ts'
import type { Format } from '../model/format.ts'

const WORDS: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting …',
  live: 'Live',
  lost: 'Connection lost, trying again'
}

/** Says whether what is shown is what there is. */
export class Status {
  readonly #element: HTMLElement
  readonly #format: Format
  #state: LiveState = 'connecting'
  #asOf: string | null = null

  constructor(element: HTMLElement, format: Format) {
    this.#element = element
    this.#format = format
  }

  get state(): LiveState {
    return this.#state
  }

  live(state: LiveState): void {
    if (state === this.#state) return
    this.#state = state
    this.#show()
  }

  asOf(asOf: string | null): void {
    this.#asOf = asOf
    this.#show()
  }

  #show(): void {
    const at = this.#asOf === null ? [] : [' · as of ', bdi(this.#format.time(this.#asOf))]
    this.#element.replaceChildren(h('span', {}, WORDS[this.#state], ...at))
    this.#element.dataset['state'] = this.#state
    document.documentElement.dataset['live'] = this.#state
  }
}
