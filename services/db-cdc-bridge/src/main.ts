import { runMain } from '@sales-pipeline/service-kit'
import { buildApp } from './app.ts'
import { config } from './config.ts'

await runMain({ service: 'db-cdc-bridge', config, build: buildApp })
