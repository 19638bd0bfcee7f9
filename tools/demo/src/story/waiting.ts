import { setTimeout as delay } from 'node:timers/promises'
import type { RankingsApi } from '../rankings-api.ts'
import { differences } from '../steelwheels/differences.ts'
import type { Ranking } from '../steelwheels/expected.ts'
import type { Source } from '../steelwheels/split.ts'
import { arrivals, arrivalSentence, isComplete, type Arrival } from './arrivals.ts'

const POLL_MS = 100

interface Patience {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Waits until the rankings count every sale of every source. Fails, saying which sources lack how many, when the time is up. */
export async function awaitArrivals(
  api: RankingsApi,
  expectedOf: (source: Source) => number,
  show: (all: readonly Arrival[]) => void,
  patience: Patience
): Promise<Arrival[]> {
  let latest: Arrival[] = []
  await poll(patience, async () => {
    latest = await countArrivals(api, expectedOf)
    show(latest)
    return isComplete(latest) ? [] : [`not all sales are in the rankings: ${arrivalSentence(latest)}`]
  })
  return latest
}

/** Waits until every ranking is the expected one, to the last digit. Fails, listing the differences, when the time is up. */
export async function awaitRankings(
  api: RankingsApi,
  expected: readonly Ranking[],
  patience: Patience
): Promise<Ranking[]> {
  let found: Ranking[] = []
  await poll(patience, async () => {
    found = await api.rankings(expected.map(({ question }) => question))
    return expected.flatMap((right, index) => {
      const ranking = found[index]
      return ranking === undefined ? ['not answered'] : differences(right, ranking)
    })
  })
  return found
}

/** Tries until there are no problems; an API that does not answer is one. */
async function poll({ timeoutMs, signal }: Patience, attempt: () => Promise<string[]>): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    signal.throwIfAborted()
    const problems = await attempt().catch((error: unknown) => [error instanceof Error ? error.message : String(error)])
    if (problems.length === 0) return
    if (performance.now() > deadline) {
      throw new Error(`After ${timeoutMs / 1000} s still:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    }
    await delay(POLL_MS)
  }
}

async function countArrivals(api: RankingsApi, expectedOf: (source: Source) => number): Promise<Arrival[]> {
  const none = arrivals(() => 0, expectedOf)
  const rankings = await api.rankings(
    none.flatMap(({ year }) => [
      { who: 'cities', year },
      { who: 'salesmen', year }
    ])
  )
  const countOf = (year: string): number => {
    const counts = rankings
      .filter(({ question }) => question.year === year)
      .map(({ lines }) => lines.reduce((sum, { count }) => sum + count, 0))
    // What only one of the two aggregators has seen has not arrived yet.
    return Math.min(...counts)
  }
  return arrivals(countOf, expectedOf)
}
