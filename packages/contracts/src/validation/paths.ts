/** A field's path made ready: dotted names, `[]` for each element of a list, `{}` for each value of a map. */
export type Path = readonly string[]

const EACH_ELEMENT = '[]'
const EACH_VALUE = '{}'

export function pathOf(field: string): Path {
  return field.replaceAll(EACH_ELEMENT, `.${EACH_ELEMENT}`).replaceAll(EACH_VALUE, `.${EACH_VALUE}`).split('.')
}

/** Whether it leads to one value, not to those of a list or a map. */
export function isSingle(path: Path): boolean {
  return !path.includes(EACH_ELEMENT) && !path.includes(EACH_VALUE)
}

/** The one value at a single path; undefined where the record lacks it. */
export function valueAt(record: unknown, path: Path): unknown {
  let value = record
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

/** Every value at a path, each with the place where it stands, such as `lines[3].sku`. */
export function* valuesAt(record: unknown, path: Path, place = ''): Generator<readonly [string, unknown]> {
  const [step, ...rest] = path
  if (step === undefined) {
    yield [place, record]
  } else if (typeof record !== 'object' || record === null) {
    yield [place === '' ? path.join('.') : place, undefined]
  } else if (step === EACH_ELEMENT) {
    for (const [at, element] of Object.entries(record)) yield* valuesAt(element, rest, `${place}[${at}]`)
  } else {
    const names = step === EACH_VALUE ? Object.keys(record) : [step]
    for (const name of names) {
      const inner = place === '' ? name : `${place}.${name}`
      yield* valuesAt((record as Record<string, unknown>)[name], rest, inner)
    }
  }
}

/** The record with another value at a single path; what lies beside the path is shared. */
export function withValueAt(record: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  const inner = typeof record === 'object' && record !== null ? (record as Record<string, unknown>) : {}
  return { ...inner, [step]: withValueAt(inner[step], rest, value) }
}
