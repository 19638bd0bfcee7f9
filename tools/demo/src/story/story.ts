import { makeEdits, takeBackEdits } from '../pipeline/source-database.ts'
import type { PipelineEndpoints } from '../pipeline/endpoints.ts'
import { RankingsApi } from '../rankings-api.ts'
import { applyEdits, plannedEdits, type Edit } from '../steelwheels/edits.ts'
import { allQuestions, expectedRankings, type Ranking } from '../steelwheels/expected.ts'
import { publishedDifferences } from '../steelwheels/published.ts'
import type { Sale } from '../steelwheels/sales.ts'
import type { Source, Split } from '../steelwheels/split.ts'
import { LiveLines } from '../terminal/live.ts'
import { style } from '../terminal/style.ts'
import { arrivalBars, arrivalSentence, type Arrival } from './arrivals.ts'
import { feed } from './feed.ts'
import { comparedRankings, movementTable, rankingTable } from './rankings-table.ts'
import { awaitArrivals, awaitRankings } from './waiting.ts'

const ARRIVAL_TIMEOUT_MS = 120_000
const CHANGE_TIMEOUT_MS = 60_000
const TOP_CITIES = 10
const TOP_SALESMEN = 5

export interface Setting {
  readonly endpoints: Pick<PipelineEndpoints, 'resultsApi' | 'inbox' | 'sourceDatabaseUrl'>
  readonly sales: readonly Sale[]
  readonly split: Split
  readonly signal: AbortSignal
  /** Whether to name each ranking that was compared. */
  readonly detailed: boolean
}

/** What happens on a running pipeline: the sales arrive, a few are edited, the edits are taken back; each time every figure must be right. */
export class Story {
  readonly #setting: Setting
  readonly #api: RankingsApi
  readonly #edits: readonly Edit[]

  constructor(setting: Setting) {
    this.#setting = setting
    this.#api = new RankingsApi(setting.endpoints.resultsApi)
    const { before, whileStreaming } = setting.split.database
    this.#edits = plannedEdits([...before, ...whileStreaming.flat()])
  }

  async salesArrive(): Promise<void> {
    const { split, endpoints, signal } = this.#setting
    heading('Sales arrive from three sources')
    const view = new LiveLines(process.stdout)
    const [latest] = await Promise.all([
      awaitArrivals(
        this.#api,
        (source) => sizes(split)[source],
        (all) => {
          view.show(...drawn(all))
        },
        { timeoutMs: ARRIVAL_TIMEOUT_MS, signal }
      ),
      feed(endpoints, split)
    ])
    view.finish(...drawn(latest))
  }

  async rankingsAreRight(): Promise<void> {
    const { sales } = this.#setting
    const [expected, found] = await this.#compared(sales)
    const problems = publishedDifferences(cities(found), salesmen(found))
    if (problems.length > 0) throw new Error(`Not as published:\n  ${problems.join('\n  ')}`)
    heading('Top cities')
    print(rankingTable('city', cities(found), cities(expected), TOP_CITIES))
    heading('Top salesmen')
    print(rankingTable('salesman', salesmen(found), salesmen(expected), TOP_SALESMEN))
    this.#reportComparison(expected, 'sums over the CSV files')
  }

  /** Returns when the rankings have followed the edits, and prints how they moved. */
  async salesAreEdited(): Promise<void> {
    const { sales, endpoints } = this.#setting
    heading('Somebody edits sales in the source database')
    for (const [what, edits] of Map.groupBy(this.#edits, (edit) => edit.what)) print([`  ${edits.length} × ${what}`])
    const before = expectedRankings(sales, allQuestions(sales))
    const began = performance.now()
    await makeEdits(endpoints.sourceDatabaseUrl, this.#edits)
    const [expected, after] = await this.#compared(applyEdits(sales, this.#edits))
    print([`  The rankings followed within ${seconds(began)} of the first edit.`, ''])
    print([...movementTable('city', cities(before), cities(after), TOP_CITIES), ''])
    print(movementTable('salesman', salesmen(before), salesmen(after), TOP_SALESMEN))
    this.#reportComparison(expected, 'sums over the edited sales')
  }

  async editsAreTakenBack(): Promise<void> {
    const { sales, endpoints } = this.#setting
    heading('The edits are taken back')
    const began = performance.now()
    await takeBackEdits(endpoints.sourceDatabaseUrl, this.#edits)
    const [expected] = await this.#compared(sales)
    print([`  The rankings are what they were at the start again, after ${seconds(began)}.`])
    this.#reportComparison(expected, 'sums over the CSV files')
  }

  /** Waits until each ranking is what the sales add up to. @returns the expected and the found rankings */
  async #compared(sales: readonly Sale[]): Promise<[expected: Ranking[], found: Ranking[]]> {
    const expected = expectedRankings(sales, allQuestions(this.#setting.sales))
    const { signal } = this.#setting
    return [expected, await awaitRankings(this.#api, expected, { timeoutMs: CHANGE_TIMEOUT_MS, signal })]
  }

  #reportComparison(compared: readonly Ranking[], against: string): void {
    const lines = compared.reduce((sum, ranking) => sum + ranking.lines.length, 0)
    const what = `${lines} lines of ${compared.length} rankings equal the ${against} in rank, total and count.`
    print(['', style.good(`  ✓ ${what}`)])
    if (this.#setting.detailed) print(comparedRankings(compared).map((line) => `    ${line}`))
  }
}

function sizes({ files, database, partner }: Split): Record<Source, number> {
  return {
    files: files.csv.length + files.jsonArray.length + files.jsonLines.length,
    database: database.before.length + database.whileStreaming.flat().length,
    partner: partner.length
  }
}

function drawn(all: readonly Arrival[]): [lines: string[], plain: string] {
  return [arrivalBars(all), `  ${arrivalSentence(all)}`]
}

/** The rankings of all sales are the first two that are asked for. */
function cities([ranking]: readonly Ranking[]): Ranking {
  return ranking ?? { question: { who: 'cities' }, lines: [] }
}

function salesmen([, ranking]: readonly Ranking[]): Ranking {
  return ranking ?? { question: { who: 'salesmen' }, lines: [] }
}

function heading(text: string): void {
  print(['', style.heading(text), ''])
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(line)
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
