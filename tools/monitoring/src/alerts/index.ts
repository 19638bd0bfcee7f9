import { cityRules, salesmanRules } from './aggregators.ts'
import type { RuleSet } from './alert.ts'
import { bridgeRules, inboxRules, partnerRules } from './intake.ts'
import { resultsRules } from './results.ts'

export const ruleSets: readonly RuleSet[] = [
  bridgeRules,
  inboxRules,
  partnerRules,
  cityRules,
  salesmanRules,
  resultsRules
]
