import { CANONICAL_COLUMNS, type CanonicalColumn } from '@sales-pipeline/sales-intake'
import { columnsRead, sourceOf, type Layout } from './mapping.ts'
import { rowBuilder, type Getter, type RowBuilder } from './row-builder.ts'
import { Unreadable } from './unreadable.ts'

export type CsvRecord = readonly string[]

export interface CsvLayout {
  readonly columns: number
  /** Columns of the file that nothing reads */
  readonly ignored: readonly string[]
  readonly build: RowBuilder<CsvRecord>
}

const OPTIONAL = new Set<CanonicalColumn>(['region', 'product', 'deleted'])
const REQUIRED = CANONICAL_COLUMNS.length - OPTIONAL.size

/**
 * Finds the columns of a CSV file by its header: any order, any case, spaces around names ignored.
 * @throws Unreadable where a required column is missing or a column that is read stands there twice
 */
export function readHeader(header: CsvRecord, layout: Layout): CsvLayout {
  const names = header.map(normalized)
  const used = new Set<number>()
  const getterOf = (name: string): Getter<CsvRecord> | undefined => {
    const index = names.indexOf(normalized(name))
    if (index < 0) return undefined
    if (names.includes(normalized(name), index + 1)) {
      throw new Unreadable('FILE_CSV_HEADER', `has the column "${shortened(name)}" more than once in its header`)
    }
    used.add(index)
    return (record) => record[index]
  }
  const missing = missingColumns(new Set(names), layout)
  if (missing.length > 0) throw missingError(missing, header, layout)
  const build = rowBuilder(layout, getterOf)
  return { columns: header.length, ignored: header.filter((_, index) => !used.has(index)), build }
}

function missingColumns(names: ReadonlySet<string>, layout: Layout): CanonicalColumn[] {
  const absent = CANONICAL_COLUMNS.filter(
    (column) => !columnsRead(sourceOf(column, layout)).every((name) => names.has(normalized(name)))
  )
  const required = absent.filter((column) => !OPTIONAL.has(column))
  // A list of deletions needs ids only. A file that has some of the other columns is no such list but lacks the rest.
  const onlyDeletions = !absent.includes('deleted') && !absent.includes('sale_id') && required.length === REQUIRED - 1
  if (onlyDeletions) return []
  // A layout that maps a column says that it is there: optional or not.
  return absent.filter((column) => required.includes(column) || layout.columns[column] !== undefined)
}

function missingError(missing: readonly CanonicalColumn[], header: CsvRecord, layout: Layout): Unreadable {
  const wanted = missing.map((column) => {
    const mapped = layout.columns[column]
    return mapped === undefined ? column : `${column} (mapped to "${mapped}")`
  })
  const found = header.slice(0, 40).map((name) => `"${shortened(name)}"`)
  return new Unreadable(
    'FILE_CSV_HEADER',
    `has no column ${wanted.join(', ')}; its header, split at "${layout.delimiter}", has ${found.join(', ')}. ` +
      'Rename the columns, or describe the layout (columns, constants, delimiter) in the file that COLUMN_MAPPING names'
  )
}

function normalized(name: string): string {
  return name.trim().toLowerCase()
}

function shortened(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name
}
