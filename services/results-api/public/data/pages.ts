import { get, getLink } from '@sales-pipeline/page-kit/browser'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** A list that is read page by page. */
export class Pages<Item, Answer extends Page<Item>> {
  readonly #path: string
  readonly #query: Readonly<Record<string, string>>
  #later: readonly Item[] = []
  #next: string | null = null

  constructor(path: string, query: Readonly<Record<string, string>>) {
    this.#path = path
    this.#query = query
  }

  /** The first page as it is now. What was read after it stays, as the reader is there. */
  async newest(): Promise<Answer> {
    const answer = await get<Answer>(this.#path, this.#query)
    if (this.#later.length > 0) return { ...answer, items: [...answer.items, ...this.#later], next: this.#next }
    this.#next = answer.next
    return answer
  }

  /** Reads one page more. */
  async more(): Promise<void> {
    if (this.#next === null) return
    const { items, next } = await getLink<Page<Item>>(this.#next)
    this.#later = [...this.#later, ...items]
    this.#next = next
  }
}
