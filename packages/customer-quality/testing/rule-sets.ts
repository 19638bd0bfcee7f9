import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ruleSetOf, type RuleSet } from '../src/rule-set.ts'

export function ruleSet(name: 'reference' | 'customers'): RuleSet {
  return ruleSetOf(parse(readFileSync(join(import.meta.dirname, `../rule-sets/${name}.yaml`), 'utf8')))
}
