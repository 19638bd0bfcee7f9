import type { Progress } from '@sales-pipeline/stack'

const LONGEST_NAME = 'salesman-aggregator'.length

/** A line for each piece of news, with its part in a column of its own. */
function progressLine(part: string, news: string): string {
  return `  ${part.padEnd(LONGEST_NAME)}  ${news}`
}

export const printedProgress: Progress = (part, news) => {
  console.log(progressLine(part, news))
}
