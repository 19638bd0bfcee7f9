import { runWithStack } from './run.ts'
import { onOrphaned, Terminated, terminationSignal } from './termination.ts'

const USAGE = `Usage: npm run --silent stack -- run -- <command> [arguments]

Starts Kafka, the registry and Postgres on free ports of 127.0.0.1, runs the command with their addresses in SALES_STACK (JSON),
stops them, and exits as the command did.`

const [verb, separator, command, ...args] = process.argv.slice(2)
if (verb !== 'run' || separator !== '--' || command === undefined) {
  console.error(USAGE)
  process.exit(2)
}

onOrphaned(() => process.kill(process.pid, 'SIGTERM'))
try {
  process.exitCode = await runWithStack([command, ...args], terminationSignal())
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(error.message)
  process.exitCode = error instanceof Terminated ? error.exitCode : 1
}
