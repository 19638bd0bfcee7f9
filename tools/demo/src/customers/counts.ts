import { MongoClient } from 'mongodb'

/** Of the customers in the database of one keeper: how many have which verdict. */
export type Counts = Readonly<Record<string, number>>

const KEEPERS = ['mdm', 'sandbox'] as const
export type Keeper = (typeof KEEPERS)[number]

/** What the two keepers have by now. A registration that was sent twice is one customer. */
export async function countsOf(uri: string): Promise<Record<Keeper, Counts>> {
  const client = new MongoClient(uri)
  try {
    const found = await Promise.all(KEEPERS.map((keeper) => countsIn(client, keeper)))
    return { mdm: found[0] ?? {}, sandbox: found[1] ?? {} }
  } finally {
    await client.close()
  }
}

async function countsIn(client: MongoClient, keeper: Keeper): Promise<Counts> {
  const whole = { recorded_for: { $exists: true }, judged_for: { $exists: true } }
  const projection = { 'verdict.verdict': 1, recorded_for: 1 }
  const customers = new Map<string, string>()
  const records = client.db(keeper).collection('records').find<KeptRecord>(whole, { projection })
  for await (const { recorded_for, verdict } of records) customers.set(recorded_for, verdict.verdict)
  const groups = Map.groupBy(customers.values(), (verdict) => verdict)
  return Object.fromEntries([...groups].map(([verdict, of]) => [verdict, of.length]))
}

interface KeptRecord {
  readonly recorded_for: string
  readonly verdict: { readonly verdict: string }
}
