import { setTimeout as delay } from 'node:timers/promises'
import {
  recount,
  sendAll,
  simulated,
  type Expected,
  type Outcome,
  type Shares
} from '@sales-pipeline/customer-simulator'
import { Terminated, terminationSignal } from '@sales-pipeline/stack'
import { printedProgress } from '../terminal/progress.ts'
import { style } from '../terminal/style.ts'
import { table } from '../terminal/table.ts'
import { countsOf, type Counts, type Keeper } from './counts.ts'
import { startCustomers, type Customers } from './roles.ts'

const SHARES: Shares = {
  'born-before-1980': 0.15,
  arboriculturist: 0.1,
  both: 0.05,
  'no-name': 0.05,
  'impossible-day': 0.05,
  'broken-email': 0.05,
  'broken-phone': 0.05
}
const COUNT = 2_000
const RATE = 400
const SEED = 42
const ARRIVED_WITHIN_MS = 60_000
const POLL_MS = 200

/** Registers people who do not exist, and shows what becomes of them. Stays up until Ctrl-C on a terminal, if it may. */
export async function demoCustomers({ stays }: { readonly stays: boolean }): Promise<number> {
  const signal = terminationSignal()
  try {
    console.log(style.heading('\nStarting the customers\n'))
    const customers = await startCustomers({ name: 'demo-customers', progress: printedProgress, signal })
    const over = new AbortController()
    try {
      await Promise.race([tell(customers, AbortSignal.any([signal, over.signal])), customers.failed])
      if (stays && process.stdin.isTTY && process.stdout.isTTY) await stay(customers, signal)
    } finally {
      // Whoever still sends, or waits for what will not come, is to give up.
      over.abort()
      console.log('\nStopping …')
      await customers.stop()
    }
    return 0
  } catch (error) {
    if (error instanceof Terminated) return error.exitCode
    console.error(`\n${style.bad('✗')} ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}

async function tell({ portalUrl, mongodbUri }: Customers, signal: AbortSignal): Promise<void> {
  console.log(style.heading(`\n${COUNT} people register, ${RATE} a second\n`))
  const all = simulated(SHARES, SEED).take(COUNT).toArray()
  const answers: Record<Outcome, number> = { accepted: 0, refused: 0 }
  const began = performance.now()
  await sendAll(all, { url: portalUrl, rate: RATE, signal, onAnswer: (_, outcome) => answers[outcome]++ })
  signal.throwIfAborted()
  const expected = recount(all)
  const kept = await untilKept(mongodbUri, answers.accepted, signal)
  for (const line of comparison(expected, answers, kept)) console.log(line)
  const wrong = differences(expected, answers, kept)
  if (wrong.length > 0) throw new Error(`The recount says otherwise: ${wrong.join(', ')}`)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`\n  ${style.good('✓')} all of them agree with the recount, after ${seconds} s`)
}

/** Waits until both keepers have everybody who was accepted. */
async function untilKept(uri: string, accepted: number, signal: AbortSignal): Promise<Record<Keeper, Counts>> {
  const deadline = performance.now() + ARRIVED_WITHIN_MS
  for (;;) {
    signal.throwIfAborted()
    const kept = await countsOf(uri)
    const missing = Object.entries(kept).filter(([, counts]) => sum(counts) < accepted)
    if (missing.length === 0) return kept
    if (performance.now() > deadline) {
      const lack = missing.map(([keeper, counts]) => `${keeper} has ${sum(counts)} of ${accepted}`)
      throw new Error(`After ${ARRIVED_WITHIN_MS / 1000} s still: ${lack.join(', ')}`)
    }
    await delay(POLL_MS)
  }
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

function comparison(expected: Expected, answers: Record<Outcome, number>, kept: Record<Keeper, Counts>): string[] {
  const columns = ['what became of them', 'recount', 'portal', 'mdm', 'sandbox'].map((title, at) => ({
    title,
    align: at === 0 ? ('left' as const) : ('right' as const)
  }))
  const rows = Object.entries(expected.verdicts).map(([verdict, count]) =>
    [verdict, count, '', kept.mdm[verdict] ?? 0, kept.sandbox[verdict] ?? 0].map(String)
  )
  return table(columns, [['refused at the door', expected.refused, answers.refused, '', ''].map(String), ...rows])
}

function differences(expected: Expected, answers: Record<Outcome, number>, kept: Record<Keeper, Counts>): string[] {
  const refused = answers.refused === expected.refused ? [] : ['refused']
  const verdicts = new Set([expected.verdicts, kept.mdm, kept.sandbox].flatMap((counts) => Object.keys(counts)))
  const differ = [...verdicts].filter((verdict) =>
    [kept.mdm, kept.sandbox].some((counts) => (counts[verdict] ?? 0) !== (expected.verdicts[verdict] ?? 0))
  )
  return [...refused, ...differ]
}

async function stay({ portalUrl, mongodbUri, logs, failed }: Customers, signal: AbortSignal): Promise<void> {
  console.log(style.heading('\nLook around\n'))
  for (const [what, where] of Object.entries({ page: `${portalUrl}/`, MongoDB: mongodbUri, logs }))
    console.log(`  ${what.padEnd(10)} ${where}`)
  console.log(style.heading('\nCtrl-C ends the demo.'))
  const ended = new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true })
  })
  await Promise.race([failed, ended])
}
