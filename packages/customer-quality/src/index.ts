export { assessOf, CORRECT, type Assess, type Assessment } from './assess.ts'
export { Assessor, type Position } from './assessor.ts'
export type { Person } from './person.ts'
export {
  RuleHistory,
  type Approval,
  type Decision,
  type Evidence,
  type Version,
  type VersionState
} from './rule-history.ts'
export { ruleSetOf, type Dimension, type QualityRule, type RuleSet } from './rule-set.ts'
export type { Departure, Scores, Subject } from './scores.ts'
export type { Count, Score, WindowOptions } from './score-windows.ts'
export type { RuleChange, ShadowReport } from './shadow.ts'
export type { RangeOptions, UsualRange } from './usual-range.ts'
