import { HOST, readPort, Terminated, terminationSignal } from '@sales-pipeline/stack'
import { insertSales } from '../pipeline/source-database.ts'
import { readSteelWheels } from '../steelwheels/sales.ts'
import { split } from '../steelwheels/split.ts'
import { Story } from '../story/story.ts'
import { INBOX, readSecret } from './files.ts'

/** Tells the demo's story on the containers of compose.yaml, which must be up and empty. @returns the exit code: 0 if every figure was right */
export async function checkCompose(env: NodeJS.ProcessEnv): Promise<number> {
  const signal = terminationSignal()
  try {
    await tell(env, signal)
    return 0
  } catch (error) {
    if (error instanceof Terminated) return error.exitCode
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }
}

async function tell(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const port = (name: string, otherwise: number): number => readPort(name, env[name], otherwise)
  const password = await readSecret('source-password')
  const endpoints = {
    resultsApi: `http://${HOST}:${port('SALES_RESULTS_API_PORT', 8080)}`,
    inbox: INBOX,
    sourceDatabaseUrl: `postgres://source:${password}@${HOST}:${port('SALES_STACK_POSTGRES_PORT', 15432)}/source`
  }
  const sales = await readSteelWheels()
  const parts = split(sales)
  await insertSales(endpoints.sourceDatabaseUrl, parts.database.before)
  const story = new Story({ endpoints, sales, split: parts, signal, detailed: true })
  await story.salesArrive()
  await story.rankingsAreRight()
  await story.salesAreEdited()
  await story.editsAreTakenBack()
}
