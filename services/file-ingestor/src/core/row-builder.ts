import type { Violation } from '@sales-pipeline/contracts'
import { CANONICAL_COLUMNS, type CanonicalColumn, type CanonicalRow } from '@sales-pipeline/sales-intake'
import { sourceOf, type ColumnSource, type Layout } from './mapping.ts'

/** Reads one value of a record; undefined: it has none. What is wrong with it goes to `violations`. */
export type Getter<R> = (record: R, violations: Violation[]) => string | undefined

export type RowBuilder<R> = (record: R, violations: Violation[]) => CanonicalRow

/**
 * Compiles a layout for one kind of record.
 * @param getterOf the getter of a column of the file; undefined: the file has no such column
 */
export function rowBuilder<R>(
  layout: Layout,
  getterOf: (name: string, target: CanonicalColumn) => Getter<R> | undefined
): RowBuilder<R> {
  const getters: [CanonicalColumn, Getter<R>][] = []
  for (const target of CANONICAL_COLUMNS) {
    const getter = compile(sourceOf(target, layout), (name) => getterOf(name, target))
    if (getter !== undefined) getters.push([target, getter])
  }
  return (record, violations) => {
    const row: CanonicalRow = {}
    for (const [target, getter] of getters) {
      const value = getter(record, violations)
      if (value !== undefined) row[target] = value
    }
    return row
  }
}

function compile<R>(source: ColumnSource, getterOf: (name: string) => Getter<R> | undefined): Getter<R> | undefined {
  switch (source.kind) {
    case 'constant':
      return () => source.text
    case 'column':
      return getterOf(source.name)
    case 'template':
      return template(source.parts, getterOf)
  }
}

/** A template has a value only where all of its columns have one: half an id would name another sale. */
function template<R>(
  parts: readonly string[],
  getterOf: (name: string) => Getter<R> | undefined
): Getter<R> | undefined {
  const pieces: Getter<R>[] = []
  for (const [index, part] of parts.entries()) {
    const piece = index % 2 === 0 ? () => part : getterOf(part)
    if (piece === undefined) return undefined
    pieces.push(piece)
  }
  return (record, violations) => {
    let text = ''
    for (const [index, piece] of pieces.entries()) {
      const value = piece(record, violations)
      if (index % 2 === 1 && (value ?? '').trim() === '') return undefined
      text += value ?? ''
    }
    return text
  }
}
