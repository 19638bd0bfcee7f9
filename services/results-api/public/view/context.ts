import type { Address } from '../model/address.ts'
import type { Format } from '../model/format.ts'

/** What every part of the page knows. */
export interface Context {
  readonly address: Address
  /** The one that is shown, also where the address names none; null: there are no sales at all. */
  readonly currency: string | null
  readonly format: Format
  /** Aborts when the reader goes elsewhere. */
  readonly left: AbortSignal
}
