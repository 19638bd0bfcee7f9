import type { Answer } from './answer.ts'

const MOST_BYTES = 32 * 1024 * 1024
const BYTES_OF_AN_ENTRY = 500

/**
 * The answers of one revision of the results, by URL. A new revision forgets them all, and so does their size in bytes
 * beyond the bound. Requests for what is just being answered wait for that answer; one that is not found or fails is
 * not kept.
 */
export class AnswerCache {
  readonly #answers = new Map<string, Promise<Answer>>()
  #revision = ''
  #bytes = 0

  /** @param ask is called unless the answer is known; it sees the revision or a newer one */
  get(revision: string, url: string, ask: () => Promise<Answer>): Promise<Answer> {
    if (revision !== this.#revision) this.#forget(revision)
    return this.#answers.get(url) ?? this.#add(url, ask())
  }

  #add(url: string, answer: Promise<Answer>): Promise<Answer> {
    this.#answers.set(url, answer)
    const settle = (bytes: number | undefined): void => {
      if (this.#answers.get(url) !== answer) return
      if (bytes === undefined) this.#answers.delete(url)
      else this.#bytes += BYTES_OF_AN_ENTRY + 2 * url.length + bytes
      if (this.#bytes > MOST_BYTES) this.#forget(this.#revision)
    }
    answer.then(
      ({ status, body }) => {
        settle(status === 200 ? body.length : undefined)
      },
      () => {
        settle(undefined)
      }
    )
    return answer
  }

  #forget(revision: string): void {
    this.#answers.clear()
    this.#bytes = 0
    this.#revision = revision
  }
}
