import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '@sales-pipeline/service-kit'
import {
  freeStackPorts,
  LOCAL_FOLDER,
  printedProgress,
  startStack,
  Terminated,
  terminationSignal,
  type Stack
} from '@sales-pipeline/stack'
import { useStack } from '@sales-pipeline/testkit'
import { Bench } from './bench.ts'
import { config, sizesOf } from './config.ts'
import { commit, loadAverage, machine, markdown, stageText, summaryText } from './report/report.ts'
import type { Report, StageReport } from './report/report.ts'
import type { Stage } from './stage.ts'
import { STAGES } from './stages/stages.ts'

const USAGE = `Usage: make bench
       node tools/bench/src/main.ts [stage…]

Starts a stack of its own and measures each stage of the pipeline against the limit of its path. Results are printed, and
written to .local/bench/. README.md says what each row means.

Stages (default: all)
${STAGES.map(({ name, about }) => `  ${name.padEnd(13)} ${about}`).join('\n')}

Environment
${config.help()}`

const asked = process.argv.slice(2)
if (asked.includes('--help')) {
  console.log(USAGE)
} else {
  // A stage that was given up may still be waiting for something.
  process.exit(await main(asked))
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name))
  if (unknown.length > 0) {
    console.error(`There is no stage ${unknown.join(', ')}. --help lists them.`)
    return 2
  }
  try {
    const stages = STAGES.filter(({ name }) => names.length === 0 || names.includes(name))
    const given = config.parse(process.env)
    const report = await withStack((stack) => measure(stack, stages, given))
    await write(report)
    return hasFailed(report) ? 1 : 0
  } catch (error) {
    if (!(error instanceof Error)) throw error
    console.error(error instanceof ConfigError ? `${error.message} ${error.fix}` : error.message)
    return error instanceof Terminated ? error.exitCode : 1
  }
}

async function withStack(work: (stack: Stack) => Promise<Report>): Promise<Report> {
  const signal = terminationSignal()
  const name = `run-bench-${process.pid}`
  const stack = await startStack({ name, ports: await freeStackPorts(), progress: printedProgress, signal })
  const { promise: terminated, reject } = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => {
    reject(signal.reason as Error)
  })
  try {
    const report = await Promise.race([work(stack), stack.failed, terminated])
    await stack.stop()
    if (hasFailed(report)) console.error(`The logs: ${stack.logs}`)
    else await stack.removeLogs()
    return report
  } finally {
    await stack.stop()
  }
}

function hasFailed({ stages }: Report): boolean {
  return stages.some(({ failure }) => failure !== null)
}

async function measure(
  stack: Stack,
  chosen: readonly Stage[],
  given: ReturnType<typeof config.parse>
): Promise<Report> {
  const sizes = sizesOf(given)
  process.env['SALES_STACK'] = JSON.stringify({ ...stack.endpoints, logs: stack.logs, pids: stack.pids })
  const bench = new Bench({ sizes, stack: await useStack(), profile: given.BENCH_PROFILE })
  const began = new Date().toISOString()
  const stages: StageReport[] = []
  for (const stage of chosen) {
    console.log(`\n${stage.name}: ${stage.about} …`)
    const report = await run(stage, bench)
    stages.push(report)
    console.log(stageText(report))
  }
  bench.memory.stop()
  const memory = Object.fromEntries(bench.memory.peaks)
  return { began, machine: machine(), commit: commit(), sizes, stages, memory }
}

/** A stage that fails does not keep the others from being measured. */
async function run(stage: Stage, bench: Bench): Promise<StageReport> {
  const began = performance.now()
  const load = loadAverage()
  const outcome = await stage.run(bench).then(
    (rows) => ({ rows, failure: null }),
    (error: unknown) => ({ rows: [], failure: error instanceof Error ? error.message : String(error) })
  )
  return { name: stage.name, loadAverage: load, seconds: (performance.now() - began) / 1000, ...outcome }
}

async function write(report: Report): Promise<void> {
  const folder = join(LOCAL_FOLDER, 'bench')
  await mkdir(folder, { recursive: true })
  const path = join(folder, report.began.slice(0, 19).replaceAll(':', '-'))
  await writeFile(`${path}.json`, `${JSON.stringify(report, null, 2)}\n`)
  await writeFile(`${path}.md`, markdown(report))
  console.log(`\n${summaryText(report)}\n\nWritten to ${path}.{json,md}`)
}
