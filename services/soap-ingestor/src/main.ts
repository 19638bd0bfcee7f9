import { runMain } from '@sales-pipeline/service-kit'

import { build, SERVICE } from './app.ts'
import { config } from './config.ts'

await runMain({ service: SERVICE, config, build })
