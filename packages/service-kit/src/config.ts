import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { ServiceError } from './errors.ts'
import { describeVariable } from './variable-docs.ts'
import type { VariableDocs } from './variable-docs.ts'

export type Env = Readonly<Record<string, string | undefined>>
export type Shape = Readonly<Record<string, z.ZodType>>
export type ConfigOf<S extends Shape> = { readonly [Name in keyof S]: z.output<S[Name]> }

export interface ConfigDefinition<Config> {
  /** Reads every variable; throws a ConfigError that lists all wrong ones. An empty variable counts as unset. */
  parse(env: Env): Config
  /** What each variable means, for a terminal. */
  help(): string
  /** The same as a Markdown table, for the service's README. */
  table(): string
}

export interface ConfigProblem {
  readonly variable: string
  readonly problem: string
}

/** The environment does not configure the service; the message has one line for each wrong variable. */
export class ConfigError extends ServiceError {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, problem }) => `${variable} ${problem}`)
    super({
      code: 'CONFIG_INVALID',
      message: `The configuration is wrong. ${lines.join(' ')}`,
      fix: `Set ${problems.map(({ variable }) => variable).join(', ')}; --help describes every variable.`,
      retryable: false
    })
    this.problems = problems
  }
}

/**
 * The environment of a service: for each variable a zod schema of its text, with `.describe()` and perhaps `.default()`.
 * Any variable NAME may instead be given as NAME_FILE, the path of a file with its value (a mounted secret).
 * A value is a secret by `.meta({ secret: true })` or by its name; secrets are never shown, in errors or in help.
 */
export function defineConfig<const S extends Shape>(shape: S): ConfigDefinition<ConfigOf<S>> {
  const docs = new Map(Object.entries(shape).map(([name, schema]) => [name, describeVariable(name, schema)]))
  return {
    parse: (env) => parse(shape, docs, env),
    help: () => [...docs.values()].map(helpEntry).join('\n'),
    table: () =>
      ['| Variable | Default | Meaning |', '|---|---|---|', ...[...docs.values()].map(tableRow), ''].join('\n')
  }
}

function parse<S extends Shape>(shape: S, docs: ReadonlyMap<string, VariableDocs>, env: Env): ConfigOf<S> {
  const problems: ConfigProblem[] = []
  const config: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(shape)) {
    const given = read(name, env, Object.hasOwn(shape, `${name}_FILE`))
    const result = 'problem' in given ? given : check(schema, given.text, docs.get(name))
    if ('problem' in result) problems.push({ variable: name, problem: result.problem })
    else config[name] = result.value
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config as ConfigOf<S>
}

/** The variable's text, from itself or from the file that NAME_FILE names (one newline at its end is not part of it). */
function read(
  name: string,
  env: Env,
  fileIsAnotherVariable: boolean
): { text: string | undefined } | { problem: string } {
  const text = env[name] === '' ? undefined : env[name]
  const path = fileIsAnotherVariable || env[`${name}_FILE`] === '' ? undefined : env[`${name}_FILE`]
  if (path === undefined) return { text }
  if (text !== undefined) return { problem: `is given twice: set either ${name} or ${name}_FILE.` }
  try {
    const content = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    return { text: content === '' ? undefined : content }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return { problem: `cannot be read from ${path} (${code}): let ${name}_FILE name a readable file.` }
  }
}

function check(
  schema: z.ZodType,
  text: string | undefined,
  docs: VariableDocs | undefined
): { value: unknown } | { problem: string } {
  const result = schema.safeParse(text)
  if (result.success) return { value: result.data }
  const meaning = docs?.description ? ` It is: ${docs.description}.` : ''
  if (text === undefined) return { problem: `is missing: set it.${meaning}` }
  if (docs?.secret !== false) return { problem: `is not acceptable (its value is not shown).${meaning}` }
  const reasons = result.error.issues.map((issue) => issue.message).join('; ')
  return { problem: `is ${JSON.stringify(text)}: ${reasons}.${meaning}` }
}

function helpEntry({ name, description, required, defaultText, secret }: VariableDocs): string {
  const need = required ? 'required' : defaultText === undefined ? 'optional' : `default: ${shown(defaultText, secret)}`
  return `  ${name} (${need}${secret ? `; or ${name}_FILE` : ''})\n      ${description}`
}

function tableRow({ name, description, required, defaultText, secret }: VariableDocs): string {
  const need = required ? '*required*' : defaultText === undefined ? '' : `\`${shown(defaultText, secret)}\``
  return `| \`${name}\` | ${need} | ${description.replaceAll('|', '\\|')} |`
}

function shown(defaultText: string, secret: boolean): string {
  if (secret) return '(secret)'
  return defaultText === '' ? '(empty)' : defaultText
}
