const SHAPE = /^sales_pipeline(_[a-z][a-z0-9]*){2,}$/
const DERIVED_UNIT =
  /_(ms|millis|milliseconds|us|microseconds|minutes|hours|kb|mb|kilobytes|megabytes|percent)(_total)?$/

type Kind = 'counter' | 'gauge' | 'histogram'

/** Throws, naming the fix, unless the name follows `sales_pipeline_<noun>_<unit>[_total]` with a base unit (seconds, bytes, records, ...). */
export function checkName(name: string, kind: Kind): void {
  const wrong = objection(name, kind)
  if (wrong !== undefined) throw new Error(`Metric ${name}: ${wrong}.`)
}

function objection(name: string, kind: Kind): string | undefined {
  if (!SHAPE.test(name)) return 'rename it to sales_pipeline_<noun>_<unit>, in lower case'
  if (DERIVED_UNIT.test(name)) return 'use a base unit: seconds, bytes, ratio'
  if (kind === 'counter' && !name.endsWith('_total')) return 'a counter ends in _total'
  if (kind !== 'counter' && name.endsWith('_total')) return `a ${kind} does not end in _total`
  return undefined
}
