import { runMain } from '@sales-pipeline/service-kit'
import { build } from './app.ts'
import { config } from './config.ts'

await runMain({ service: 'file-ingestor', config, build })
