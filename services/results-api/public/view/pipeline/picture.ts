import { h } from '@sales-pipeline/page-kit/browser'
import type { LineageGraph } from '../../model/lineage.ts'
import { pictureOf } from '../../model/picture.ts'
import { Flows } from './flows.ts'
import { nodeElement, type NodeOptions } from './nodes.ts'

/** The pipeline from left to right; where there is no room for that, from top to bottom. */
export class PipelinePicture {
  readonly element: HTMLElement
  readonly #columns = h('ol', { class: 'columns' })
  readonly #flows: Flows

  constructor(left: AbortSignal) {
    this.#flows = new Flows(this.#columns, left)
    this.element = h('div', { class: 'picture' })
    this.element.append(this.#flows.element, this.#columns)
  }

  show(graph: LineageGraph, options: NodeOptions): void {
    const { columns, flows } = pictureOf(graph)
    this.#columns.replaceChildren(
      ...columns.map((column) =>
        h('li', { class: 'column' }, h('ul', {}, ...column.map((node) => nodeElement(node, options))))
      )
    )
    this.#flows.show(flows)
  }
}
