import type { Db } from 'mongodb'
import type { CustomerRecord } from '@sales-pipeline/contracts'
import type { Half, KeeperStore } from '../ports.ts'
import { prepareGolden, updateGolden } from './golden-records.ts'
import { prepareHalves, putHalves, type RecordDocument, type Showing } from './halves.ts'
import { memberDocument, prepareMembers, putMembers } from './members.ts'
import { connect } from './mongodb.ts'

const showing: Showing<CustomerRecord> = {
  show: (record) => record,
  customer: ({ source, customer_id }) => `${source}:${customer_id}`
}

/** Master data: every record with its verdict, and of the correct ones one golden record for each person. */
export function mdmStore(uri: string, database: string): KeeperStore {
  const { client, db } = connect(uri, database, 'customer-keeper-mdm')
  const records = db.collection<RecordDocument<CustomerRecord>>('records')
  return {
    prepare: async () => {
      await prepareHalves(records)
      await prepareMembers(db)
      await prepareGolden(db)
    },
    keep: async (halves: readonly Half[]) => {
      const whole = await putHalves(records, halves, showing)
      await merge(
        db,
        whole.filter(({ state }) => state === 'kept')
      )
    },
    close: () => client.close()
  }
}

async function merge(db: Db, kept: readonly RecordDocument<CustomerRecord>[]): Promise<void> {
  const members = kept.flatMap(({ _id, record }) => (record === undefined ? [] : [memberDocument(_id, record)]))
  if (members.length > 0) await updateGolden(db, await putMembers(db, members))
}
