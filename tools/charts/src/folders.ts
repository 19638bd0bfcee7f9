import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../../..')
export const charts = join(root, 'charts')

/** The customers' line: one image and one chart of several workloads, its roles. */
export const CUSTOMERS = 'customer-quality'

/** Those that have a chart each. */
export const serviceNames: readonly string[] = readdirSync(join(root, 'services'))
  .filter((service) => service !== CUSTOMERS && existsSync(join(charts, service)))
  .toSorted()
