import type { Comparison } from '../model/place.ts'

/** What the API says of records that were refused, and of sources that were compared with what came of them. */
export interface DeadLetters {
  readonly summary: readonly {
    readonly service: string
    readonly code: string
    readonly count: number
    readonly newest: string
  }[]
  readonly items: readonly DeadLetter[]
  readonly next: string | null
}

export interface DeadLetter {
  readonly id: string
  readonly service: string
  readonly code: string
  readonly message: string
  readonly origin: { readonly system: string; readonly dataset: string; readonly position: string }
  readonly violations: readonly {
    readonly field: string
    readonly rule: string
    readonly version: number
    readonly value: string | null
    readonly message: string
  }[]
  readonly traceId: string | null
  readonly refusedAt: string
  readonly contentType: string
  readonly size: number
}

export interface Reconciliation {
  readonly asOf: string | null
  readonly summary: Readonly<Record<Comparison, number>>
  readonly items: readonly ComparedDay[]
  readonly next: string | null
}

export interface ComparedDay {
  readonly source: string
  readonly dataset: string
  readonly day: string
  readonly currency: string
  /** What the source's own figures were compared with. */
  readonly against: 'arrived' | 'results'
  readonly state: Comparison
  readonly since: string
  readonly reason: string | null
  readonly expected: Counted
  readonly found: Counted
  readonly control: { readonly position: string; readonly observedAt: string } | null
}

export interface Counted {
  readonly rows: number
  readonly amount: string
}
