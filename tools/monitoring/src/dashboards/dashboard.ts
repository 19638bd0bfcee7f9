/** What a panel draws: PromQL and the name of its lines. In it stand `${of}`, the series of the service, and `${pipeline}`, those of all. */
export type Query = readonly [expr: string, legend: string]

export interface Panel {
  readonly title: string
  /** What to make of it. */
  readonly description?: string
  /** As Grafana calls them. */
  readonly unit: 'short' | 's' | 'bytes' | 'reqps' | 'cps' | 'percentunit'
  readonly queries: readonly Query[]
}

export interface Dashboard {
  readonly uid: string
  readonly title: string
  /** Absent: of the whole pipeline. */
  readonly service?: string
  readonly panels: readonly Panel[]
}
