import type { Router } from 'express'
import type { Service } from '@sales-pipeline/service-kit'

/** One area of a steward's work. */
export interface Area {
  /** The paths that its router answers, whole, as the metrics name them. */
  readonly routes: readonly string[]
  /** Mounted at /, behind the keys. It reads the bodies that it takes. */
  readonly router: Router
  /** What runs beside the server for it. */
  readonly services: readonly Service[]
}
