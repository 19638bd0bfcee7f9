import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { LOCAL_FOLDER } from '@sales-pipeline/stack'

const USAGE = `Usage: node tools/demo/src/main.ts <command>

  demo    runs the whole pipeline on real sales and shows the rankings
  check   the same without a terminal: compares every figure, exits 1 at any difference
  up      starts the pipeline, empty, in the background
  down    stops what up started

  customers        runs the customers: people register, are judged and kept
  customers-check  the same without a terminal

  compose-prepare        makes the passwords and the inbox that compose.yaml mounts
  compose-check          check, on the containers of compose.yaml
  partner-data <folder>  writes the sales that the partner has, as its service reads them`

/** Each loads what it needs, no more. */
const COMMANDS: Readonly<Record<string, () => Promise<number>>> = {
  demo: async () => (await import('./story/demo.ts')).demo(),
  check: async () => (await import('./story/demo.ts')).check(),
  up: async () => (await import('./background/up.ts')).up(),
  down: async () => (await import('./background/down.ts')).down(),
  customers: async () => (await import('./customers/demo.ts')).demoCustomers({ stays: true }),
  'customers-check': async () => (await import('./customers/demo.ts')).demoCustomers({ stays: false }),
  'compose-prepare': async () => (await import('./compose/files.ts')).prepareFiles().then(() => 0),
  'compose-check': async () => (await import('./compose/check.ts')).checkCompose(process.env),
  'partner-data': async () => (await import('./story/partner-data.ts')).partnerData(process.argv[3] ?? '.'),
  supervise: async () => (await import('./background/supervisor.ts')).supervise()
}

enableCompileCache(join(LOCAL_FOLDER, 'cache/node'))
const command = COMMANDS[process.argv[2] ?? '']
if (command === undefined) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  process.exitCode = await command()
}
