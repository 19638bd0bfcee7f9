import { runMain } from '@sales-pipeline/service-kit'
import { build as assessor } from './assessor/app.ts'
import { config, isRole, SERVICE } from './config.ts'
import { build as keeper } from './keeper/app.ts'
import { build as portal } from './portal/app.ts'

const ROLES = { portal, assessor, 'keeper-mdm': keeper, 'keeper-sandbox': keeper }

const role = process.env['ROLE'] ?? ''
await runMain({
  // Each role has logs, metrics and traces of its own.
  service: isRole(role) ? `customer-${role}` : SERVICE,
  version: '0.1.0',
  config,
  build: (context) => ROLES[context.config.ROLE](context)
})
