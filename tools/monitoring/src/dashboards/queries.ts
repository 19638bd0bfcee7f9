import type { Query } from './dashboard.ts'

/** A part of a metric's name and labels: `name` or `name{label="value"}`. */
function series(metric: string, of: string): string {
  const [name = '', labels = ''] = metric.split(/[{}]/)
  return `${name.startsWith('nodejs') || name.startsWith('process') ? '' : 'sales_pipeline_'}${name}{${of}${labels === '' ? '' : `,${labels}`}}`
}

const OF = '${of}'

export function rate(metric: string, by: string, legend = `{{${by}}}`, of = OF): Query {
  return [`sum by (${by}) (rate(${series(metric, of)}[$__rate_interval]))`, legend]
}

/** Summed over replicas. */
export function sum(metric: string, by: string, legend = `{{${by}}}`, of = OF): Query {
  return [`sum by (${by}) (${series(metric, of)})`, legend]
}

export function max(metric: string, by: string, legend = `{{${by}}}`, of = OF): Query {
  return [`max by (${by}) (${series(metric, of)})`, legend]
}

export function lastHour(metric: string, by: string, legend = `{{${by}}}`, of = OF): Query {
  return [`sum by (${by}) (increase(${series(metric, of)}[1h]))`, legend]
}

/** The median and the slowest twentieth of a histogram. */
export function quantiles(metric: string, of = OF): readonly Query[] {
  return [0.5, 0.95].map((share) => [
    `histogram_quantile(${share}, sum by (le) (rate(${series(`${metric}_bucket`, of)}[$__rate_interval])))`,
    `${share * 100} %`
  ])
}
