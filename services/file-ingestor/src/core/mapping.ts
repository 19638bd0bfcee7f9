import { CANONICAL_COLUMNS, type CanonicalColumn } from '@sales-pipeline/sales-intake'
import { z } from 'zod'

const column = z.enum(CANONICAL_COLUMNS, {
  error: `is no canonical column; these are: ${CANONICAL_COLUMNS.join(', ')}`
})
const text = z.string().min(1, 'must not be empty')

/** The layout of the files whose name matches `files`. */
const layout = z
  .strictObject({
    files: text.default('*').describe('Which file names this is for; * stands for any text, ? for one character'),
    delimiter: z
      .string()
      .regex(/^[^"\r\n]$/, 'must be one character, such as ";" or "\\t"')
      .default(','),
    columns: z.partialRecord(column, text).default({}),
    constants: z.partialRecord(column, text).default({})
  })
  .superRefine(({ columns, constants }, context) => {
    for (const name of CANONICAL_COLUMNS) {
      if (constants[name] === undefined) continue
      const message =
        name === 'sale_id' || name === 'amount'
          ? 'must differ from row to row, so it cannot be a constant'
          : columns[name] === undefined
            ? undefined
            : 'is also in "columns"; a column has one source'
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['constants', name], message })
    }
  })

const mappingFile = z.strictObject({ mappings: z.array(layout).min(1) })

export type Layout = z.infer<typeof layout>

/** Canonical columns under their own names. */
export const CANONICAL_LAYOUT: Layout = layout.parse({})

/** Every mistake in a mapping file, each with its place. */
export interface MappingMistakes {
  readonly mistakes: readonly string[]
}

/** Reads the text of a mapping file; the README shows its form. */
export function parseMappings(json: string): readonly Layout[] | MappingMistakes {
  let data: unknown
  try {
    data = JSON.parse(json)
  } catch (error) {
    return { mistakes: [`it is not JSON: ${(error as Error).message}`] }
  }
  const parsed = mappingFile.safeParse(data)
  if (parsed.success) return parsed.data.mappings
  return {
    mistakes: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`)
  }
}

/** The first layout whose pattern matches the whole name, regardless of case; else the canonical one. */
export function layoutFor(name: string, layouts: readonly Layout[]): Layout {
  return layouts.find(({ files }) => globToRegExp(files).test(name)) ?? CANONICAL_LAYOUT
}

function globToRegExp(glob: string): RegExp {
  const source = glob.replace(/\*+/g, '*').replace(/[\\^$.*+?()[\]{}|]/g, (character) => {
    if (character === '*') return '[^]*'
    return character === '?' ? '[^]' : `\\${character}`
  })
  return new RegExp(`^${source}$`, 'iu')
}

/** Where a canonical column comes from. */
export type ColumnSource =
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'column'; readonly name: string }
  /** Literals and column names in turn, literal first and last: `{A}-{B}` is '', A, '-', B, '' */
  | { readonly kind: 'template'; readonly parts: readonly string[] }

/** A text with `{Name}` in it is a template, any other the name of a column; unmapped columns keep their own name. */
export function sourceOf(target: CanonicalColumn, { columns, constants }: Layout): ColumnSource {
  const constant = constants[target]
  if (constant !== undefined) return { kind: 'constant', text: constant }
  const source = columns[target] ?? target
  const parts = source.split(/\{([^{}]+)\}/)
  return parts.length === 1 ? { kind: 'column', name: source } : { kind: 'template', parts }
}

/** The file's columns that a canonical column needs. */
export function columnsRead(source: ColumnSource): readonly string[] {
  switch (source.kind) {
    case 'constant':
      return []
    case 'column':
      return [source.name]
    case 'template':
      return source.parts.filter((_, index) => index % 2 === 1)
  }
}
