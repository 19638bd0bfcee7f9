/** An Avro schema as it stands in an .avsc file: https://avro.apache.org/docs/1.12.0/specification/ */
export type AvroSchema = string | readonly AvroSchema[] | AvroObject

export interface AvroObject {
  readonly type: AvroSchema
  readonly logicalType?: string
  readonly name?: string
  readonly doc?: string
  readonly fields?: readonly AvroField[]
  readonly items?: AvroSchema
  readonly values?: AvroSchema
  readonly symbols?: readonly string[]
  readonly size?: number
}

interface AvroField {
  readonly name: string
  readonly type: AvroSchema
  readonly doc?: string
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'bigint',
  float: 'number',
  double: 'number',
  bytes: 'Buffer',
  string: 'string'
}

const LOGICAL: Readonly<Record<string, string>> = {
  decimal: 'bigint',
  'timestamp-millis': 'number',
  date: 'number'
}

/**
 * The TypeScript of a schema: the expression that names its type, and the declarations of the named types inside it,
 * each once, inner ones first.
 *
 * @throws Error on an Avro type that the pipeline's conventions do not cover yet.
 */
export function typescriptOf(schema: AvroSchema): { expression: string; declarations: ReadonlyMap<string, string> } {
  const declarations = new Map<string, string>()
  const expression = expressionOf(schema, declarations)
  return { expression, declarations }
}

function expressionOf(schema: AvroSchema, declarations: Map<string, string>): string {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? namedReference(schema, declarations)
  if (isUnion(schema)) return schema.map((branch) => expressionOf(branch, declarations)).join(' | ')
  const logical = schema.logicalType === undefined ? undefined : LOGICAL[schema.logicalType]
  if (logical !== undefined) return logical
  switch (schema.type) {
    case 'record':
      return declareRecord(schema, declarations)
    case 'enum':
      return declareEnum(schema, declarations)
    case 'fixed':
      return declareFixed(schema, declarations)
    case 'array':
      return `readonly ${parenthesised(expressionOf(required(schema.items), declarations))}[]`
    case 'map':
      return `Readonly<Record<string, ${expressionOf(required(schema.values), declarations)}>>`
    default:
      return expressionOf(schema.type, declarations)
  }
}

function declareRecord(schema: AvroObject, declarations: Map<string, string>): string {
  const name = required(schema.name)
  const fields = required(schema.fields).map((field) => {
    const doc = field.doc === undefined ? '' : `  /** ${field.doc} */\n`
    return `${doc}  readonly ${field.name}: ${expressionOf(field.type, declarations)}\n`
  })
  declarations.set(name, `${docOf(schema)}export interface ${name} {\n${fields.join('')}}\n`)
  return name
}

function declareEnum(schema: AvroObject, declarations: Map<string, string>): string {
  const name = required(schema.name)
  const symbols = required(schema.symbols).map((symbol) => `'${symbol}'`)
  declarations.set(name, `${docOf(schema)}export type ${name} = ${symbols.join(' | ')}\n`)
  return name
}

function declareFixed(schema: AvroObject, declarations: Map<string, string>): string {
  const name = required(schema.name)
  declarations.set(name, `/** ${required(schema.size)} bytes */\nexport type ${name} = Buffer\n`)
  return name
}

function namedReference(name: string, declarations: ReadonlyMap<string, string>): string {
  const short = name.slice(name.lastIndexOf('.') + 1)
  if (!declarations.has(short)) throw new Error(`unknown Avro type "${name}"`)
  return short
}

function docOf(schema: AvroObject): string {
  return schema.doc === undefined ? '' : `/** ${schema.doc} */\n`
}

function parenthesised(expression: string): string {
  return expression.includes('|') ? `(${expression})` : expression
}

function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema)
}

function required<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error('the schema lacks a part that Avro requires (name, fields, items, values, symbols or size)')
  return value
}
