import { createHmac } from 'node:crypto'
import { pseudonymised, type Pseudonym, type Pseudonymised } from '../core/pseudonymised.ts'
import type { Half, KeeperStore } from '../ports.ts'
import { prepareHalves, putHalves, type RecordDocument, type Showing } from './halves.ts'
import { connect } from './mongodb.ts'

/** The analytics sandbox: every record with its verdict, pseudonymised before it leaves this process. */
export function sandboxStore(uri: string, database: string, key: string): KeeperStore {
  const { client, db } = connect(uri, database, 'customer-keeper-sandbox')
  const records = db.collection<RecordDocument<Pseudonymised>>('records')
  const pseudonym = pseudonymBy(key)
  const showing: Showing<Pseudonymised> = {
    show: (record) => pseudonymised(record, pseudonym),
    customer: ({ source, customer_id }) => pseudonym('customer', `${source}:${customer_id}`)
  }
  return {
    prepare: async () => {
      await prepareHalves(records)
      await records.createIndex({ 'record.changed_at': 1 })
    },
    keep: async (halves: readonly Half[]) => {
      await putHalves(records, halves, showing)
    },
    close: () => client.close()
  }
}

function pseudonymBy(key: string): Pseudonym {
  return (kind, text) => createHmac('sha256', key).update(`${kind}\0${text}`).digest('base64url')
}
