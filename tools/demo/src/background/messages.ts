import type { PipelineEndpoints } from '../pipeline/endpoints.ts'

/** What a supervisor tells the `make up` that started it. */
export type Message =
  | { readonly kind: 'progress'; readonly part: string; readonly news: string }
  | { readonly kind: 'ready'; readonly endpoints: PipelineEndpoints }
  | { readonly kind: 'failed'; readonly message: string }
