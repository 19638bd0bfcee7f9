/** A span as every backend shows it. */
export interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string | undefined
  readonly service: string
  readonly name: string
  /** Microseconds. */
  readonly start: number
  readonly end: number
  readonly attributes: Readonly<Record<string, unknown>>
  /** Ids of the spans that it is linked to. */
  readonly links: readonly string[]
  /** Everything that was said of it as a value: attributes, also of its events, and its status. */
  readonly values: readonly unknown[]
}

/** Where the traces go, and what it can be asked. */
export interface Backend extends AsyncDisposable {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string
  /** The spans of every trace in which a span of this service has this sale.id, newest trace first. */
  find(service: string, saleId: string): Promise<readonly (readonly Span[])[]>
  /** Who calls whom: `kafka → results-api`. */
  edges(): Promise<ReadonlySet<string>>
  all(): Promise<readonly Span[]>
}

/** Each path from a root to a span that has no children: `service name` of every span on it. */
export function paths(trace: readonly Span[]): string[][] {
  const children = Map.groupBy(trace, ({ parentId }) => parentId)
  const below = (span: Span): string[][] => {
    const own = `${span.service} ${span.name}`
    const next = children.get(span.spanId) ?? []
    return next.length === 0 ? [[own]] : next.flatMap(below).map((path) => [own, ...path])
  }
  return (children.get(undefined) ?? []).flatMap(below)
}

export function startOf(trace: readonly Span[]): number {
  return Math.min(...trace.map(({ start }) => start))
}
