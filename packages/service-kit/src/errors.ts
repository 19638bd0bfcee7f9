export interface ErrorDefinition {
  /** What happened, in one sentence. */
  readonly summary: string
  /** What the operator does about it. */
  readonly fix: string
  /** Whether the same attempt can succeed later without anybody doing anything. */
  readonly retryable: boolean
}

/** An error that its operator can look up: the code is in the service's catalogue, the fix says what to do. */
export class ServiceError extends Error {
  override readonly name: string = 'ServiceError'
  readonly code: string
  readonly fix: string
  readonly retryable: boolean

  constructor({ code, message, fix, retryable, cause }: ServiceErrorOptions) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.fix = fix
    this.retryable = retryable
  }
}

export interface ServiceErrorOptions {
  readonly code: string
  readonly message: string
  readonly fix: string
  readonly retryable: boolean
  readonly cause?: unknown
}

/** Makes the error of one code; carries its documentation. */
export interface ErrorFactory extends ErrorDefinition {
  (detail?: string, options?: { cause?: unknown; fix?: string }): ServiceError
  readonly code: string
}

export type ErrorCatalogue<Code extends string = string> = Readonly<Record<Code, ErrorFactory>>

const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/

/**
 * A service's catalogue of errors: `throw errors.CDC_SLOT_BUSY('slot "a" is read by process 42', { cause })`.
 * The message is the summary followed by the detail. Throws if a code is not UPPER_CASE with at least two words.
 */
export function defineErrors<const Code extends string>(
  definitions: Readonly<Record<Code, ErrorDefinition>>
): ErrorCatalogue<Code> {
  const entries = Object.entries<ErrorDefinition>(definitions).map(([code, definition]) => {
    if (!CODE.test(code)) throw new Error(`Error code ${code}: write it as UPPER_CASE with its service or part first.`)
    return [code, factory(code, definition)] as const
  })
  return Object.fromEntries(entries) as ErrorCatalogue<Code>
}

function factory(code: string, { summary, fix, retryable }: ErrorDefinition): ErrorFactory {
  const create: (...args: Parameters<ErrorFactory>) => ServiceError = (detail, options = {}) =>
    new ServiceError({
      code,
      message: detail === undefined ? summary : `${summary.replace(/\.$/, '')}: ${detail}`,
      fix: options.fix ?? fix,
      retryable,
      cause: options.cause
    })
  return Object.assign(create, { code, summary, fix, retryable })
}

/** The catalogue as a Markdown table, for the service's README. */
export function errorTable(catalogue: ErrorCatalogue): string {
  const rows = Object.values(catalogue).map(
    ({ code, summary, fix, retryable }) =>
      `| \`${code}\` | ${cell(summary)} | ${cell(fix)} | ${retryable ? 'yes' : 'no'} |`
  )
  return ['| Code | What happened | What to do | A retry helps |', '|---|---|---|---|', ...rows, ''].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')
}
