export { explainEvolution, MODES, sentenceOf, type Break, type Evolution, type Order } from './evolution/explain.ts'
export { nearestCompatible, type Nearest } from './evolution/nearest.ts'
export { describeDifferences, describeReinterpretations } from './differences.ts'
export type { CdcKey, ChangeEnvelope, Op } from './generated/cdc.ts'
export type { Checkpoint, CheckpointKey } from './generated/checkpoints.ts'
export type { ClickEvent } from './generated/click-events.ts'
export type { CustomerRecord } from './generated/custchannel.ts'
export type { AppliedCorrection, CustomerVerdict, RuleFailure } from './generated/custexcep.ts'
export type { CustomerNotification } from './generated/customer-notifications.ts'
export type { RuleSetEvent } from './generated/customer-rules.ts'
export type { CustomerScore } from './generated/customer-scores.ts'
export type { ShadowResult } from './generated/customer-shadow.ts'
export type { Customer } from './generated/customers.ts'
export type { ControlKey, ControlKind, ControlTotal, DayTotal } from './generated/control-totals.ts'
export type { DeadLetter, Origin } from './generated/dead-letters.ts'
export type { EventType, LineageEvent } from './generated/lineage.ts'
export type { LargestSale, SalesByCity, SalesByCityKey, Version } from './generated/sales-by-city.ts'
export type { SalesBySalesman, SalesBySalesmanKey } from './generated/sales-by-salesman.ts'
export type { Place, Provenance, Sale, Salesman } from './generated/sales.ts'
export { inputJudgeOf, type InputJudgement } from './intake/judge-input.ts'
export { keepableOf } from './intake/keepable.ts'
export { hasSealedFields, isAccepted, sealingJudgeOf, type SealingJudge } from './intake/sealing-judge.ts'
export { recordWriterOf } from './intake/write-record.ts'
export { recordReaderOf, type Misfit, type Reading } from './intake/read-record.ts'
export type { AvroJson, Compatibility, Contract, Line, Topic } from './topic.ts'
export {
  allTopics,
  cdc,
  checkpoints,
  clickEvents,
  custchannel,
  custexcep,
  customerNotifications,
  customerRules,
  customers,
  customerScores,
  customerShadow,
  customerTopics,
  controlTotals,
  deadLetters,
  lineage,
  openStreams,
  sales,
  salesByCity,
  salesBySalesman,
  topicOfStream,
  topicsOfLine,
  transactions,
  userRegistrations
} from './topics.ts'
export type { Transaction } from './generated/transactions.ts'
export type { UserRegistration } from './generated/user-registrations.ts'
export { headersOf, judgeOf, type Finding, type Judge, type Judgement } from './validation/judge.ts'
export type { Action, Rule, Severity, Violation } from './validation/rule.ts'
export { validator, type RuleContext, type Validator } from './validation/validator.ts'
