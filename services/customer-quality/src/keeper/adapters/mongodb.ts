import {
  MongoBulkWriteError,
  MongoClient,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  type Db
} from 'mongodb'

const DUPLICATE_KEY = 11_000
const OUTAGE_LABELS = ['RetryableWriteError', 'ResetPool', 'PoolRequestedRetry']

export function connect(uri: string, database: string, appName: string): { client: MongoClient; db: Db } {
  const client = new MongoClient(uri, {
    appName,
    maxPoolSize: 4,
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: 5_000,
    socketTimeoutMS: 60_000,
    writeConcern: { w: 'majority' }
  })
  return { client, db: client.db(database) }
}

/** Whether waiting helps: the server is away or slow, or another one is about to take over. */
export function isOutage(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true
  if (!(error instanceof MongoError)) return false
  if (OUTAGE_LABELS.some((label) => error.hasErrorLabel(label))) return true
  // A bulk write wraps what stopped it.
  return error instanceof MongoServerError && isOutage(error.errorResponse)
}

/** Somebody else was first. What a bulk write could do besides, it has done. */
export async function unlessDuplicate<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write
  } catch (error) {
    if (isOnlyDuplicates(error)) return undefined
    throw error
  }
}

function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError)) return false
  const failed = [error.writeErrors].flat()
  return failed.length > 0 && failed.every(({ code }) => code === DUPLICATE_KEY)
}
