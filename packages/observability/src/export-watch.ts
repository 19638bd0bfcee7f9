import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from './logger.ts'

type Done = Parameters<SpanExporter['export']>[1]

/**
 * Passes spans on to an exporter and says, once for each outage, that they are lost, and then that they arrive again:
 * the SDK alone would drop them in silence.
 */
export class ExportWatch implements SpanExporter {
  readonly #exporter: SpanExporter
  readonly #logger: Logger | undefined
  #lost = 0

  constructor(exporter: SpanExporter, logger: Logger | undefined) {
    this.#exporter = exporter
    this.#logger = logger
  }

  export(spans: ReadableSpan[], done: Done): void {
    this.#exporter.export(spans, (result) => {
      if (result.error === undefined) this.#recovered()
      else this.#lose(spans.length, result.error)
      done(result)
    })
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }

  #lose(count: number, error: Error): void {
    if (this.#lost === 0) {
      this.#logger?.warn(
        { err: error },
        'Traces are lost: the collector at OTEL_EXPORTER_OTLP_ENDPOINT does not take them'
      )
    }
    this.#lost += count
  }

  #recovered(): void {
    if (this.#lost > 0) this.#logger?.info({ lost_spans: this.#lost }, 'The trace collector takes spans again')
    this.#lost = 0
  }
}
