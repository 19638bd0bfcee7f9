const SVG = 'http://www.w3.org/2000/svg'

/** Each on a ground of 16 by 16. A filled form says something else than its outline. */
const SHAPES = {
  check: 'M3 8.5l3.5 3.5L13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  differs: 'M3 6h10M3 10h10M10.5 3l-5 10',
  moving: 'M13 8a5 5 0 1 1-1.5-3.5M12 2v3H9',
  question: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 10M8 12.5v.2',
  arrow: 'M2 8h11M9.5 4.5L13 8l-3.5 3.5',
  ring: 'M8 3.5a4.5 4.5 0 1 0 .001 0z',
  dot: 'M8 3.5a4.5 4.5 0 1 0 .001 0z',
  hourglass: 'M3.5 3h9l-4 5 4 5h-9l4-5z',
  square: 'M4 4h8v8H4z',
  triangle: 'M8 2.5l6 11H2z',
  up: 'M8 3l5 9H3z',
  down: 'M8 13l5-9H3z'
} as const

export type Sign = keyof typeof SHAPES

const FILLED: ReadonlySet<Sign> = new Set(['dot', 'square', 'triangle', 'up', 'down', 'hourglass'])

/** Says by its form what a colour or a word says beside it. */
export function sign(name: Sign): SVGSVGElement {
  const element = document.createElementNS(SVG, 'svg')
  element.setAttribute('viewBox', '0 0 16 16')
  element.setAttribute('class', `sign ${name} ${FILLED.has(name) ? 'filled' : 'drawn'}`)
  element.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', SHAPES[name])
  element.append(path)
  return element
}
