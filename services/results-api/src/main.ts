import { runMain } from '@sales-pipeline/service-kit'
import { build, SERVICE, VERSION } from './app.ts'
import { config } from './config.ts'
import { migrateOnce } from './migrate-once.ts'

if (process.argv[2] === 'migrate') await migrateOnce()
else await runMain({ service: SERVICE, version: VERSION, config, build })
