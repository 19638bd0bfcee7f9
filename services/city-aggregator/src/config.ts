import { aggregatorConfig } from '@sales-pipeline/aggregator'
import { defineConfig, variable, type ConfigOf } from '@sales-pipeline/service-kit'

export const SERVICE = 'city-aggregator'

const shape = {
  ...aggregatorConfig(SERVICE),
  LARGEST_SALES: variable
    .integer({ min: 1, max: 1000 })
    .describe('how many of its largest sales each group shows; to change it, raise GENERATION too')
    .default(10)
}

export const config = defineConfig(shape)
export type Config = ConfigOf<typeof shape>
