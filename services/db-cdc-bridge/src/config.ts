import { commonConfig, defineConfig, sourceConfig, variable, type ConfigOf } from '@sales-pipeline/service-kit'

const NAME = /^[a-z_][a-z0-9_]{0,62}$/

const shape = {
  ...commonConfig,
  ...sourceConfig,
  SOURCE_DATABASE_URL: variable
    .url('postgres', 'postgresql')
    .describe('the source database, postgres://user:password@host:port/database')
    .meta({ secret: true }),
  SOURCE_NAME: variable
    .text()
    .regex(/^[^:]{1,50}$/, 'give a name without colon')
    .describe('name of this source in the pipeline: sale ids begin with it')
    .default('shop'),
  SLOT_NAME: variable
    .text()
    .regex(NAME, 'give a name of a-z, 0-9 and _')
    .describe('replication slot of this bridge, its own')
    .default('sales_pipeline'),
  PUBLICATION: variable
    .text()
    .min(1)
    .describe('publication that holds sale, salesman and city')
    .default('sales_pipeline'),
  CONTROL_INTERVAL_MS: variable
    .milliseconds({ min: 0 })
    .describe('how often the sale table is counted for the reconciliation, in milliseconds; 0: never')
    .default(300_000),
  SOURCE_SCHEMA: variable.text().min(1).describe('schema of the tables').default('public')
}

/** The environment of this service. */
export const config = defineConfig(shape)

export type Config = ConfigOf<typeof shape>
