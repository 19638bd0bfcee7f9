/** Where a trace is seen, as this service was told (TRACE_URL); null: nowhere. */
export function traceHref(traceId: string): string | null {
  const template = document.querySelector<HTMLMetaElement>('meta[name="trace-url"]')?.content
  return template === undefined ? null : template.replaceAll('{traceId}', traceId)
}
