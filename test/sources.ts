import type { Sale } from '@sales-pipeline/partner-service'

/** The three places that a load puts sales into, wherever the pipeline runs. */
export interface Sources {
  /** For the owner of the source database. */
  readonly databaseUrl: string
  /** Puts a whole file into the inbox; it is never seen half written. */
  putFile(name: string, text: string): Promise<void>
  /** Sales that the partner has new or changed, and those it has no more. */
  putAtPartner(sales: readonly Sale[], deleted: readonly string[]): Promise<void>
}
