import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../../..')
export const charts = join(root, 'charts')

/** Those that have a chart. */
export const serviceNames: readonly string[] = readdirSync(join(root, 'services'))
  .filter((service) => existsSync(join(charts, service)))
  .toSorted()
