import { MongoClient, MongoError, MongoNetworkError, MongoServerSelectionError, type Db } from 'mongodb'

const DUPLICATE_KEY = 11_000

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

/** Whether waiting helps: the server is away, or another one is about to take over. */
export function isOutage(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true
  return (
    error instanceof MongoError &&
    ['RetryableWriteError', 'ResetPool', 'RetryableError', 'PoolRequestedRetry'].some((label) =>
      error.hasErrorLabel(label)
    )
  )
}

/** Somebody else was first. What a bulk write could do besides, it has done. */
export async function unlessDuplicate<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write
  } catch (error) {
    if (error instanceof MongoError && error.code === DUPLICATE_KEY) return undefined
    throw error
  }
}
