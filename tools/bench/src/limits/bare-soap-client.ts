import * as soap from 'soap'
import { Stopwatch } from '../measure/rate.ts'
import { answer, input } from './program.ts'

/** Fetches the pages that the service fetches with the same library, and does nothing with them. */
export interface BareSoapClient {
  readonly wsdl: string
  readonly pageSize: number
}

interface Page {
  readonly sale?: readonly object[]
  readonly nextPageToken?: string
}

type ListChangedSales = (args: object) => Promise<[Page | null]>

const { wsdl, pageSize } = input() as BareSoapClient
const client = (await soap.createClientAsync(wsdl)) as unknown as { ListChangedSalesAsync: ListChangedSales }
const watch = new Stopwatch()
let pageToken: string | undefined
do {
  const [page] = await client.ListChangedSalesAsync({
    changedSince: '1970-01-01T00:00:00.000Z',
    ...(pageToken !== undefined && { pageToken }),
    pageSize: String(pageSize)
  })
  watch.lap(page?.sale?.length ?? 0)
  pageToken = page?.nextPageToken
} while (pageToken !== undefined && pageToken !== '')
answer(watch.rate)
