import type { Answer } from '../answer.ts'

/** Every file of the page, by its path. */
export function pageAnswers(): ReadonlyMap<string, Answer> {
  return new Map()
}
