import { join } from 'node:path'
import { LOCAL_FOLDER, Terminated, terminationSignal } from '@sales-pipeline/stack'
import { describeEndpoints, writeEndpoints } from '../pipeline/endpoints.ts'
import { startPipeline, type Pipeline } from '../pipeline/pipeline.ts'
import { pipelinePorts } from '../pipeline/ports.ts'
import { insertSales } from '../pipeline/source-database.ts'
import { readSteelWheels } from '../steelwheels/sales.ts'
import { split, type Split } from '../steelwheels/split.ts'
import { printedProgress } from '../terminal/progress.ts'
import { style } from '../terminal/style.ts'
import { writePartnerData } from './feed.ts'
import { Story } from './story.ts'

interface Audience {
  /** The folder under .local. */
  readonly name: string
  /** Somebody sits at a terminal: the pipeline stays up until Ctrl-C. */
  readonly stays: boolean
  readonly detailed: boolean
}

/** Shows the pipeline at work. Stays up until Ctrl-C on a terminal; otherwise ends by itself. */
export function demo(): Promise<number> {
  return run({ name: 'demo', stays: process.stdin.isTTY && process.stdout.isTTY, detailed: false })
}

/** The whole demo without a terminal, for its exit code. */
export function check(): Promise<number> {
  return run({ name: 'check', stays: false, detailed: true })
}

/** @returns the exit code: 0 if every figure was right */
async function run(audience: Audience): Promise<number> {
  const signal = terminationSignal()
  try {
    await tell(audience, signal)
    return 0
  } catch (error) {
    if (error instanceof Terminated) return error.exitCode
    console.error(`\n${style.bad('✗')} ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}

async function tell(audience: Audience, signal: AbortSignal): Promise<void> {
  const began = performance.now()
  const sales = await readSteelWheels()
  const parts = split(sales)
  console.log(style.heading('\nStarting the pipeline\n'))
  const pipeline = await start(audience.name, parts, signal)
  const { endpoints } = pipeline
  const ended = Promise.race([pipeline.failed, aborted(signal)])
  const story = new Story({ endpoints, sales, split: parts, signal, detailed: audience.detailed })
  try {
    await Promise.race([story.salesArrive(), ended])
    await Promise.race([story.rankingsAreRight(), ended])
    console.log(style.faint(`\n  All this took ${((performance.now() - began) / 1000).toFixed(1)} s.`))
    await Promise.race([story.salesAreEdited(), ended])
    await Promise.race([story.editsAreTakenBack(), ended])
    if (audience.stays) await stay(pipeline, audience.name, signal)
  } finally {
    console.log('\nStopping …')
    await pipeline.stop()
  }
}

function start(name: string, parts: Split, signal: AbortSignal): Promise<Pipeline> {
  return startPipeline({
    name,
    ports: pipelinePorts(process.env),
    partnerData: (folder) => writePartnerData(folder, parts),
    seedSource: (url) => insertSales(url, parts.database.before),
    onCrash: 'give-up',
    progress: printedProgress,
    signal
  })
}

/** Ctrl-C is the end that was asked for, and no error. */
async function stay({ endpoints, failed }: Pipeline, name: string, signal: AbortSignal): Promise<void> {
  const file = join(LOCAL_FOLDER, name, 'endpoints.json')
  writeEndpoints(file, endpoints)
  console.log(style.heading('\nLook around\n'))
  for (const line of describeEndpoints(endpoints, file)) console.log(line)
  console.log(style.heading('\nCtrl-C ends the demo.'))
  await Promise.race([failed, aborted(signal).catch(() => undefined)])
}

function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const fail = (): void => {
    reject(signal.reason as Error)
  }
  if (signal.aborted) fail()
  signal.addEventListener('abort', fail)
  // Nobody need listen.
  promise.catch(() => undefined)
  return promise
}
