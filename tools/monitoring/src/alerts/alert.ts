/**
 * An alert as it is written down. In `expr`, `for` and the texts stand: `${of}`, the series of the service; `${pipeline}`, those
 * of all services of the same pipeline; and the thresholds by their names.
 */
export interface Alert {
  readonly name: string
  readonly severity: 'warning' | 'critical'
  /** How long it must be so. Absent: at once. */
  readonly for?: string
  readonly expr: string
  readonly summary: string
  readonly description: string
}

/** The alerts of one service, and the thresholds that an operator may set. */
export interface RuleSet {
  readonly service: string
  readonly thresholds: Readonly<Record<string, number>>
  readonly alerts: readonly Alert[]
}
