import type { AnyBulkWriteOperation, Collection } from 'mongodb'
import type { CustomerRecord, CustomerVerdict } from '@sales-pipeline/contracts'
import { CORRECT } from '@sales-pipeline/customer-quality'
import { errors } from '../../errors.ts'
import type { Half } from '../ports.ts'
import { unlessDuplicate } from './mongodb.ts'

/** Every record is in exactly one of these once both halves are there. */
export type State = 'kept' | 'quarantined'

/** A record of custchannel by its place there, with the verdict on it; whichever comes first makes the document. */
export interface RecordDocument<Shown> {
  /** partition:offset */
  readonly _id: string
  /** As both halves name the customer: theirs must be the same. */
  readonly record?: Shown
  readonly recorded_for?: string
  readonly verdict?: Omit<CustomerVerdict, 'customer_id' | 'source' | 'position' | 'corrections'>
  readonly judged_for?: string
  readonly state?: State
}

/** What of a record is kept, and how its customer is called. */
export interface Showing<Shown> {
  readonly show: (record: CustomerRecord) => Shown
  readonly customer: (of: { readonly source: string; readonly customer_id: string }) => string
}

type Operation<Shown> = AnyBulkWriteOperation<RecordDocument<Shown>>

export async function prepareHalves<Shown>(collection: Collection<RecordDocument<Shown>>): Promise<void> {
  await collection.createIndex({ state: 1, 'verdict.verdict': 1 })
  await collection.createIndex({ recorded_for: 1 })
}

/**
 * Puts halves into the documents they belong to. Applied again they change nothing: each sets its own fields.
 *
 * @returns the documents that have both now
 * @throws ServiceError CUSTOMER_INPUT_RECREATED
 */
export async function putHalves<Shown>(
  collection: Collection<RecordDocument<Shown>>,
  halves: readonly Half[],
  showing: Showing<Shown>
): Promise<RecordDocument<Shown>[]> {
  if (halves.length === 0) return []
  const operations = halves.map((half) => operationOf(half, showing))
  // Two that make the same document at the same time: one of them is told that there is one already.
  while ((await unlessDuplicate(collection.bulkWrite(operations, { ordered: false }))) === undefined);
  const places = [...new Set(halves.map(({ place }) => place))]
  const whole = { _id: { $in: places }, recorded_for: { $exists: true }, judged_for: { $exists: true } }
  const found = await collection.find<RecordDocument<Shown>>(whole as object).toArray()
  const mixed = found.find(({ recorded_for, judged_for }) => recorded_for !== judged_for)
  if (mixed !== undefined) throw errors.CUSTOMER_INPUT_RECREATED(`place ${mixed._id}`)
  return found
}

function operationOf<Shown>(half: Half, { show, customer }: Showing<Shown>): Operation<Shown> {
  const fields = half.kind === 'record' ? recordFields(half.value) : verdictFields(half.value)
  return { updateOne: { filter: { _id: half.place }, update: { $set: fields }, upsert: true } }

  function recordFields(record: CustomerRecord): Partial<RecordDocument<Shown>> {
    return { record: show(record), recorded_for: customer(record) }
  }

  function verdictFields(value: CustomerVerdict): Partial<RecordDocument<Shown>> {
    const { customer_id, source, verdict } = value
    const state = verdict === CORRECT ? 'kept' : 'quarantined'
    return { verdict: shownVerdict(value), judged_for: customer({ customer_id, source }), state }
  }
}

function shownVerdict({ verdict, failures, rule_set, rule_set_version, changed_at, assessed_at }: CustomerVerdict) {
  return { verdict, failures, rule_set, rule_set_version, changed_at, assessed_at }
}
