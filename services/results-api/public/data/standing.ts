import { get } from '@sales-pipeline/page-kit/browser'
import type { LineageGraph } from '../model/lineage.ts'
import { standingOf, type Standing, type Told } from '../model/standing.ts'
import type { DeadLetters, Reconciliation } from './quality-answers.ts'

/** How many dead letters are looked at, to count those of a day. */
const MOST_LETTERS = '100'

/** How the pipeline stands, now. */
export async function readStanding(): Promise<Standing> {
  const [graph, letters, days] = await Promise.all([
    told<LineageGraph>('lineage'),
    told<DeadLetters>('dead-letters', { limit: MOST_LETTERS }),
    told<Reconciliation>('reconciliation', { limit: '1' })
  ])
  return standingOf(graph, letters, days, Date.now())
}

async function told<Answer>(path: string, query: Readonly<Record<string, string>> = {}): Promise<Told<Answer>> {
  try {
    return (await isOffered(path)) ? await get<Answer>(path, query) : 'absent'
  } catch {
    return 'unknown'
  }
}

interface Index {
  readonly links: readonly { readonly href: string }[]
}

let known: Promise<Index> | undefined

/** What this service answers at all; it does not change while the service runs. */
async function isOffered(path: string): Promise<boolean> {
  const asked = (known ??= get<Index>(''))
  try {
    const { links } = await asked
    return links.some(({ href }) => href === `/api/v1/${path}`)
  } catch (error) {
    known = undefined
    throw error
  }
}
