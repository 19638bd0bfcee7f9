import { commonConfig, defineConfig, sourceConfig, variable } from '@sales-pipeline/service-kit'

/** The environment of file-ingestor. */
export const config = defineConfig({
  ...commonConfig,
  ...sourceConfig,
  INBOX_DIR: variable.text().describe('folder that files are dropped into; made if it is missing'),
  SOURCE_NAME: variable
    .text()
    .regex(/^[^:\s]+$/, 'give a name without colons and blanks')
    .describe('first part of every sale id from these files: <source>:<sale_id>')
    .default('files'),
  COLUMN_MAPPING: variable
    .text()
    .describe('path of a JSON file that describes other layouts than the canonical columns')
    .optional(),
  SETTLE_MS: variable
    .milliseconds()
    .describe('how long size and time of a file must stay the same before it is read, in milliseconds')
    .default(500),
  SCAN_INTERVAL_MS: variable
    .milliseconds({ min: 10 })
    .describe('longest time between two looks into the inbox, in milliseconds')
    .default(1_000)
})

export type Config = ReturnType<typeof config.parse>
