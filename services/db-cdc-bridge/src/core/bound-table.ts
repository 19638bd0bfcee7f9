import { UNCHANGED, type OldTuple, type Relation, type Tuple, type Value } from './pgoutput.ts'
import { KEY_COLUMN, REQUIRED_COLUMNS, roleOf, saleRowOf, type Role, type SaleRow } from './source-tables.ts'

export type SourceSchemaCode = 'CDC_TABLE_WITHOUT_CONTRACT' | 'CDC_COLUMN_MISSING' | 'CDC_REPLICA_IDENTITY'

/** The source's schema does not fit what the bridge is there for. */
export class SourceSchemaError extends Error {
  override readonly name = 'SourceSchemaError'
  readonly code: SourceSchemaCode

  constructor(code: SourceSchemaCode, message: string) {
    super(message)
    this.code = code
  }
}

/** A row as a change envelope shows it. */
export type Image = Readonly<Record<string, string | null>>

/** A published table: reads the values of its rows by name. */
export class BoundTable {
  readonly role: Role
  readonly name: string
  readonly #columns: readonly string[]
  readonly #identity: readonly boolean[]
  readonly #key: number
  /** Where the required columns are, in their order. */
  readonly #required: readonly number[]

  /** @throws SourceSchemaError when the bridge cannot work with this table. */
  constructor(relation: Relation, schema: string) {
    const { table, replicaIdentity, columns } = relation
    this.name = `${relation.schema}.${table}`
    const role = relation.schema === schema ? roleOf(table) : undefined
    if (role === undefined) {
      throw new SourceSchemaError(
        'CDC_TABLE_WITHOUT_CONTRACT',
        `The publication holds ${this.name}, which has no contract`
      )
    }
    if (replicaIdentity !== 'd' && replicaIdentity !== 'f') {
      throw new SourceSchemaError('CDC_REPLICA_IDENTITY', `The replica identity of ${this.name} is not its primary key`)
    }
    this.role = role
    this.#columns = columns.map((column) => column.name)
    this.#identity = columns.map((column) => column.identity)
    this.#required = REQUIRED_COLUMNS[role].map((name) => this.#indexOf(name))
    this.#key = this.#indexOf(KEY_COLUMN[role])
  }

  /** The primary key of a row; of the old row where the new one does not tell. */
  key(values: Tuple, before: OldTuple | null = null): string {
    const value = values[this.#key]
    const known = value === UNCHANGED ? before?.values[this.#key] : value
    if (typeof known !== 'string')
      throw new SourceSchemaError('CDC_REPLICA_IDENTITY', `A row of ${this.name} without key`)
    return known
  }

  /** Every column that was sent. */
  image(values: Tuple): Image {
    const image: Record<string, string | null> = {}
    const columns = this.#columns
    for (let i = 0; i < columns.length; i++) {
      const value = values[i]
      const name = columns[i]
      if (name !== undefined && value !== undefined && value !== UNCHANGED) image[name] = value
    }
    return image
  }

  /** Every column of an old row that was sent: all, or those of the replica identity. */
  oldImage(old: OldTuple): Image {
    if (old.whole) return this.image(old.values)
    return this.image(old.values.map((value, i) => (this.#identity[i] === true ? value : UNCHANGED)))
  }

  /** A row of `sale`; undefined when a column was left out and the old row does not tell it. */
  saleRow(after: Tuple, before: OldTuple | null): SaleRow | undefined {
    const values = this.required(after, before)
    if (values.includes(UNCHANGED)) return undefined
    return saleRowOf(values as readonly (string | null)[])
  }

  /** The required columns' values, in the order of `REQUIRED_COLUMNS`. */
  required(after: Tuple, before: OldTuple | null): readonly Value[] {
    const old = before?.whole === true ? before.values : undefined
    return this.#required.map((column) => {
      const value = after[column] ?? null
      return value === UNCHANGED && old !== undefined ? (old[column] ?? null) : value
    })
  }

  #indexOf(name: string): number {
    const index = this.#columns.indexOf(name)
    if (index < 0) throw new SourceSchemaError('CDC_COLUMN_MISSING', `${this.name} is published without column ${name}`)
    return index
  }
}
