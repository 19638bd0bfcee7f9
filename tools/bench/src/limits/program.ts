import type { Rate } from '../measure/rate.ts'

/** The one argument of a program of this folder, as JSON. */
export function input(): unknown {
  return JSON.parse(process.argv[2] ?? '')
}

/** What it measured: its last line. */
export function answer(rate: Rate): void {
  console.log(JSON.stringify(rate))
}
