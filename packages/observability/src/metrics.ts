import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { checkName } from './metric-names.ts'

/** `labels` names each label with the values known beforehand; an empty list is a label whose values come with the data. */
export interface InstrumentOptions<L extends string> {
  readonly name: string
  readonly help: string
  readonly labels?: Readonly<Record<L, readonly string[]>>
}

export interface GaugeOptions<L extends string> extends InstrumentOptions<L> {
  /** Sets the gauge just before it is read. */
  readonly collect?: (gauge: Gauge<L>) => void
}

export interface HistogramOptions<L extends string> extends InstrumentOptions<L> {
  readonly buckets?: readonly number[]
}

/**
 * The instruments of one service. Every combination of the label values given is exported as zero from the start, so that
 * a rate or an alert sees the first event. Names follow `sales_pipeline_<noun>_<unit>[_total]`; any other name throws.
 */
export interface Metrics {
  readonly registry: Registry
  counter<L extends string = never>(options: InstrumentOptions<L>): Counter<L>
  gauge<L extends string = never>(options: GaugeOptions<L>): Gauge<L>
  histogram<L extends string = never>(options: HistogramOptions<L>): Histogram<L>
}

/** A registry of its own with Node's default metrics (event-loop delay, memory, garbage collection), all labelled with the service. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    counter: (options) => {
      checkName(options.name, 'counter')
      const counter = new Counter({ ...described(options), registers: [registry] })
      for (const labels of combinations(options.labels)) counter.inc(labels, 0)
      return counter
    },
    gauge: (options) => {
      checkName(options.name, 'gauge')
      const gauge = new Gauge({ ...described(options), ...collecting(options), registers: [registry] })
      for (const labels of combinations(options.labels)) gauge.set(labels, 0)
      return gauge
    },
    histogram: (options) => {
      checkName(options.name, 'histogram')
      const buckets = options.buckets === undefined ? {} : { buckets: [...options.buckets] }
      const histogram = new Histogram({ ...described(options), ...buckets, registers: [registry] })
      for (const labels of combinations(options.labels)) histogram.zero(labels)
      return histogram
    }
  }
}

function described<L extends string>({ name, help, labels }: InstrumentOptions<L>) {
  return { name, help, labelNames: Object.keys(labels ?? {}) as L[] }
}

function collecting<L extends string>({ collect }: GaugeOptions<L>) {
  if (collect === undefined) return {}
  return {
    collect(this: Gauge<L>) {
      collect(this)
    }
  }
}

/** Every combination of label values; none when there is no label (prom-client starts those at zero itself) or one is open. */
function combinations<L extends string>(
  labels: Readonly<Record<L, readonly string[]>> | undefined
): Record<L, string>[] {
  const entries = Object.entries(labels ?? {}) as [L, readonly string[]][]
  if (entries.length === 0) return []
  return entries.reduce<Record<L, string>[]>(
    (rows, [label, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [label]: value }))),
    [{} as Record<L, string>]
  )
}
