import { z } from 'zod'
import { custchannel, validator, type CustomerRecord } from '@sales-pipeline/contracts'
import { assess, expectationOf, remedyOf } from '../../rules/assess.ts'

const SOURCE = 'portal'
const LONGEST = 200

const text = z
  .string(`must be text of at most ${LONGEST} characters`)
  .max(LONGEST, `must have at most ${LONGEST} characters`)
  .optional()

const form = z.strictObject({ name: text, address: text, phone: text, job: text, email: text, dob: text })

/** What somebody has written into the form. */
export type Registration = z.output<typeof form>

/** What is wrong with one field. */
export interface FieldProblem {
  readonly field: string
  readonly rule: string
  readonly message: string
  /** What to do about it. */
  readonly remedy: string | null
  /** The registration is not taken as long as this is so; otherwise it is, and will be set aside. */
  readonly refused: boolean
}

/** A form as it came in: a registration, or what is wrong with its shape. */
export type ReadForm = { readonly registration: Registration } | { readonly problems: readonly FieldProblem[] }

export function readForm(body: unknown): ReadForm {
  const result = form.safeParse(body)
  if (result.success) return { registration: result.data }
  const problems = result.error.issues.map((issue) => ({
    field: String(issue.path[0] ?? ''),
    rule: 'form',
    message: issue.message,
    remedy: null,
    refused: true
  }))
  return { problems }
}

/** The record of a registration, as the stream is to have it. What was left empty is not there. */
export function recordOf(customerId: string, registration: Registration, now: number): CustomerRecord {
  const given = (field: keyof Registration): string | null => {
    const value = registration[field]?.trim() ?? ''
    return value === '' ? null : value
  }
  return {
    customer_id: customerId,
    source: SOURCE,
    name: given('name'),
    dob: given('dob'),
    job: given('job'),
    email: given('email'),
    phone: given('phone'),
    address: given('address'),
    country: null,
    since: null,
    changed_at: now,
    observed_at: now,
    corrects: null
  }
}

const breaksContract = validator(custchannel.rules)

/**
 * What is wrong with a record, by the rules of its contract and by those that the stream judges it by. Refused is what nobody
 * could work with; what a policy objects to goes on, to be set aside there.
 */
export function problemsOf(record: CustomerRecord): FieldProblem[] {
  const ofContract = breaksContract(record).map(({ field, rule, message }) => ({
    ...{ field, rule, message: expectationOf({ message }) },
    remedy: null,
    refused: true
  }))
  const ofRules = assess(record).failures.map((failure) => ({
    ...{ field: failure.field, rule: failure.rule, message: expectationOf(failure) },
    remedy: remedyOf(failure.rule),
    refused: failure.dimension !== 'policy'
  }))
  return [...ofContract, ...ofRules]
}
