import { describeQuestion, type Ranked, type Ranking } from './expected.ts'

/** Everything in which a ranking is not the expected one, a line each: wrong figures, wrong ranks, too few, too many, wrong order. */
export function differences(expected: Ranking, found: Ranking): string[] {
  const missing = new Map(expected.lines.map((line) => [line.key, line]))
  const problems: string[] = []
  for (const [index, line] of found.lines.entries()) {
    const right = missing.get(line.key)
    missing.delete(line.key)
    if (right === undefined) problems.push(`${line.key}: ${figures(line)}, but should not be there`)
    else if (figures(right) !== figures(line))
      problems.push(`${line.key}: ${figures(line)} instead of ${figures(right)}`)
    if (line.rank < (found.lines[index - 1]?.rank ?? 0)) problems.push(`${line.key}: stands behind a lower rank`)
  }
  for (const line of missing.values()) problems.push(`${line.key}: missing, instead of ${figures(line)}`)
  return problems.map((problem) => `${describeQuestion(expected.question)}: ${problem}`)
}

function figures({ rank, total, count }: Ranked): string {
  return `rank ${rank}, total ${total}, count ${count}`
}
