import { aggregatorConfig } from '@sales-pipeline/aggregator'
import { defineConfig, type ConfigOf } from '@sales-pipeline/service-kit'

export const SERVICE = 'salesman-aggregator'

const shape = aggregatorConfig(SERVICE)

export const config = defineConfig(shape)
export type Config = ConfigOf<typeof shape>
