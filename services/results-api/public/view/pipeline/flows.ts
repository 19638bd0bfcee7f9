import type { Flow } from '../../model/picture.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** The lines between the nodes, drawn from where the nodes have come to stand; where they stand in a list, none. */
export class Flows {
  readonly element = document.createElementNS(SVG, 'svg')
  readonly #stage: HTMLElement
  #flows: readonly Flow[] = []

  /** @param stage holds the nodes, and is what the lines are placed in */
  constructor(stage: HTMLElement, left: AbortSignal) {
    this.#stage = stage
    this.element.setAttribute('class', 'flows')
    this.element.setAttribute('aria-hidden', 'true')
    const resized = new ResizeObserver(() => {
      this.#draw()
    })
    resized.observe(stage)
    left.addEventListener('abort', () => {
      resized.disconnect()
    })
  }

  show(flows: readonly Flow[]): void {
    this.#flows = flows
    this.#draw()
  }

  #draw(): void {
    const whole = this.#stage.getBoundingClientRect()
    const nodes = [...this.#stage.querySelectorAll<HTMLElement>('[data-node]')]
    const boxes = new Map(nodes.map((node) => [node.dataset['node'] ?? '', node.getBoundingClientRect()]))
    const passes = new Set(nodes.filter(({ className }) => className === 'pass').map(({ dataset }) => dataset['node']))
    this.element.setAttribute('viewBox', `0 0 ${whole.width} ${whole.height}`)
    const lines = this.#flows.flatMap(({ from, to, rowsPerSecond }) => {
      const [start, end] = [boxes.get(from), boxes.get(to)]
      if (start === undefined || end === undefined || isBelow(start, end)) return []
      const line = document.createElementNS(SVG, 'path')
      line.setAttribute('d', curve(start, end, whole, passes.has(to)))
      if (rowsPerSecond > 0) line.setAttribute('class', 'moving')
      return [line]
    })
    this.element.replaceChildren(...lines)
  }
}

/** Whether they stand in a list, where a line would say nothing and passes are not shown. */
function isBelow(start: DOMRect, end: DOMRect): boolean {
  return start.width === 0 || end.width === 0 || (start.left < end.right && end.left < start.right)
}

/** @param isPass the line goes on to the far side of where it ends */
function curve(start: DOMRect, end: DOMRect, whole: DOMRect, isPass: boolean): string {
  const isForward = start.left < end.left
  const [x1, x2, x3] = isForward ? [start.right, end.left, end.right] : [start.left, end.right, end.left]
  const [from, to, beyond] = [x1, x2, x3].map((x) => x - whole.left)
  const [y1, y2] = [start, end].map(({ top, height }) => top + height / 2 - whole.top)
  const middle = ((from ?? 0) + (to ?? 0)) / 2
  return `M${from} ${y1}C${middle} ${y1} ${middle} ${y2} ${to} ${y2}${isPass ? `H${beyond}` : ''}`
}
