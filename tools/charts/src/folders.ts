import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../../..')
export const charts = join(root, 'charts')

export const serviceNames: readonly string[] = readdirSync(join(root, 'services')).toSorted()
