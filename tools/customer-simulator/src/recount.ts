import type { Simulated } from './simulated.ts'

/** What must have become of registrations. */
export interface Expected {
  readonly refused: number
  /** By verdict, of those that were not refused. */
  readonly verdicts: Readonly<Record<string, number>>
}

const REFUSED: ReadonlySet<string> = new Set([
  'no-name',
  'impossible-day',
  'broken-email',
  'broken-phone',
  'unreachable'
])
const POLICY_BEGINS = new Date('1980-01-01')

/** Counts by the words of the reference case, and by nothing of what the services do. */
export function recount(all: readonly Pick<Simulated, 'kind' | 'form'>[]): Expected {
  const verdicts = { Correct: 0, Policyexception: 0, 'Not standard profession': 0 }
  let refused = 0
  for (const { kind, form } of all) {
    if (REFUSED.has(kind)) refused++
    else if (new Date(form.dob) < POLICY_BEGINS) verdicts.Policyexception++
    else if (form.job === 'Arboriculturist') verdicts['Not standard profession']++
    else verdicts.Correct++
  }
  return { refused, verdicts }
}
