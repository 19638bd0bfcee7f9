const ESC = '\u001b['
const PLAIN_INTERVAL_MS = 1000

/** Shows lines that change: in place on a terminal, otherwise again, at most once a second. */
export class LiveLines {
  readonly #stream: NodeJS.WriteStream
  #shown: readonly string[] = []
  #shownAt = -Infinity

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  /** @param plain what is said instead where nothing can be drawn over */
  show(lines: readonly string[], plain: string): void {
    if (this.#stream.isTTY) this.#redraw(lines)
    else this.#say(plain, performance.now() - this.#shownAt >= PLAIN_INTERVAL_MS)
  }

  /** The last state, whatever was left out before. */
  finish(lines: readonly string[], plain: string): void {
    if (this.#stream.isTTY) this.#redraw(lines)
    else this.#say(plain, true)
  }

  #redraw(lines: readonly string[]): void {
    const up = this.#shown.length === 0 ? '' : `${ESC}${this.#shown.length}A`
    this.#stream.write(up + lines.map((line) => `${ESC}2K${line}\n`).join(''))
    this.#shown = lines
  }

  #say(plain: string, isTime: boolean): void {
    if (!isTime || this.#shown[0] === plain) return
    this.#stream.write(`${plain}\n`)
    this.#shown = [plain]
    this.#shownAt = performance.now()
  }
}
