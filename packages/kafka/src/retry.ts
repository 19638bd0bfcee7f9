/** Runs what may meet an outage again and again, with backoff, until it succeeds or the service stops. */
export type Retry = <T>(what: string, attempt: () => Promise<T>) => Promise<T>
