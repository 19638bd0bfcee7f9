import type { AnyBulkWriteOperation, Collection, Db } from 'mongodb'
import { merged, NOBODY, type Golden } from '../core/golden.ts'
import { membersOf } from './members.ts'
import { unlessDuplicate } from './mongodb.ts'

/** One person. */
interface GoldenDocument extends Golden {
  readonly _id: string
  /** Raised by each write: whoever has read an older one writes nothing. */
  readonly revision: number
}

const collectionOf = (db: Db): Collection<GoldenDocument> => db.collection<GoldenDocument>('golden')

export async function prepareGolden(db: Db): Promise<void> {
  await collectionOf(db).createIndex({ 'members.id': 1 })
  await collectionOf(db).createIndex({ 'fields.email.value': 1 })
}

/** Makes golden records what their members say. Repeated until nothing is left to change, whoever else is at it. */
export async function updateGolden(db: Db, goldens: readonly string[]): Promise<void> {
  const collection = collectionOf(db)
  for (;;) {
    // Read before the members: what is written is never older than the revision that it takes the place of.
    const stored = new Map(
      (await collection.find({ _id: { $in: [...goldens] } }).toArray()).map((one) => [one._id, one])
    )
    const members = await membersOf(db, goldens)
    const writes = goldens.flatMap((id) => writeOf(id, stored.get(id), members.get(id) ?? []))
    if (writes.length === 0) return
    await unlessDuplicate(collection.bulkWrite(writes, { ordered: false }))
  }
}

function writeOf(
  id: string,
  stored: GoldenDocument | undefined,
  members: Parameters<typeof merged>[1]
): AnyBulkWriteOperation<GoldenDocument>[] {
  const before = stored ?? NOBODY
  const after = merged(before, members)
  if (after === before) return []
  const { fields, members: now, history } = after
  if (stored === undefined)
    return [{ insertOne: { document: { _id: id, fields, members: now, history, revision: 1 } } }]
  const { revision } = stored
  const update = { $set: { fields, members: now, history, revision: revision + 1 } }
  return [{ updateOne: { filter: { _id: id, revision }, update } }]
}
