import { endingAll, SpanKind, startSpan, withSpan, type Context, type OpenSpan } from '@sales-pipeline/observability'

/** What a span says of a statement: names only, never a value. https://opentelemetry.io/docs/specs/semconv/db/postgresql/ */
function attributesOf(name: string, batchSize?: number) {
  const batch = batchSize === undefined ? {} : { 'db.operation.batch.size': batchSize }
  return { 'db.system.name': 'postgresql', 'db.operation.name': name, ...batch }
}

/** Runs a statement in a span below the active one. */
export function inStatementSpan<T>(name: string, run: () => Promise<T>): Promise<T> {
  return withSpan(name, { kind: SpanKind.CLIENT, attributes: attributesOf(name) }, run)
}

/**
 * The same for a statement that many traces come together in: it is in each of them too, with the time that Postgres took
 * for all of them, as the one who asked sees it.
 */
export function inSharedStatementSpan<T>(
  name: string,
  batchSize: number,
  traces: readonly Context[],
  run: () => Promise<T>
): Promise<T> {
  const attributes = attributesOf(name, batchSize)
  return withSpan(name, { kind: SpanKind.CLIENT, attributes }, () =>
    endingAll(
      traces.flatMap((parent) => startInTrace(name, attributes, parent)),
      run
    )
  )
}

/** The inner one first: it ends first. */
function startInTrace(name: string, attributes: ReturnType<typeof attributesOf>, parent: Context): OpenSpan[] {
  const asked = startSpan(name, { kind: SpanKind.CLIENT, attributes, parent })
  const answered = startSpan(name, { system: 'postgres', kind: SpanKind.SERVER, attributes, parent: asked.context })
  return [answered, asked]
}
