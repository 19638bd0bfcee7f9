import { runMain } from '@sales-pipeline/service-kit'
import { build } from './app.ts'
import { config, SERVICE } from './config.ts'

await runMain({ service: SERVICE, version: '0.1.0', config, build })
