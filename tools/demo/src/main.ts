import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { LOCAL_FOLDER } from '@sales-pipeline/stack'

const USAGE = `Usage: node tools/demo/src/main.ts demo|check|up|down|partner-data

  demo    runs the whole pipeline on real sales and shows the rankings
  check   the same without a terminal: compares every figure, exits 1 at any difference
  up      starts the pipeline, empty, in the background
  down    stops what up started

  partner-data <folder>  writes the sales that the partner has, as its service reads them`

/** Each loads what it needs, no more. */
const COMMANDS: Readonly<Record<string, () => Promise<number>>> = {
  demo: async () => (await import('./story/demo.ts')).demo(),
  check: async () => (await import('./story/demo.ts')).check(),
  up: async () => (await import('./background/up.ts')).up(),
  down: async () => (await import('./background/down.ts')).down(),
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
