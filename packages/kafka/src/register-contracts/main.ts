import { runOnce } from '@sales-pipeline/service-kit'
import { config } from './config.ts'
import { registerContracts } from './register-contracts.ts'

await runOnce({ name: 'register-contracts', config, work: registerContracts })
