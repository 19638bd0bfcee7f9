import { topicsOfLine, type Line } from '@sales-pipeline/contracts'
import { stringify } from 'yaml'

/** What the chart `kafka` makes KafkaTopics of: every topic of a line, instances spelt out. */
export function topicsFile(line: Line): string {
  const topics = topicsOfLine[line].map(({ name, partitions, config }) => [name, { partitions, config }] as const)
  const header = '# Generated from contracts/ by `make gen`.\n'
  return header + stringify(Object.fromEntries(topics), { singleQuote: true, aliasDuplicateObjects: false })
}
