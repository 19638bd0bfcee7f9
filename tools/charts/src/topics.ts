import { allTopics } from '@sales-pipeline/contracts'
import { stringify } from 'yaml'

/** What the chart `kafka` makes KafkaTopics of: every topic of contracts/, instances spelt out. */
export function topicsFile(): string {
  const topics = allTopics.map(({ name, partitions, config }) => [name, { partitions, config }] as const)
  const header = '# Generated from contracts/ by `make gen`.\n'
  return header + stringify(Object.fromEntries(topics), { singleQuote: true, aliasDuplicateObjects: false })
}
