import type { QualityRule, RuleSet } from '@sales-pipeline/customer-quality'

/** First the two rules of the reference case, which alone make the verdict; then what a registration needs to be worked with. */
const rules: readonly QualityRule[] = [
  {
    id: 'born-before-1980',
    dimension: 'policy',
    field: 'dob',
    verdict: 'Policyexception',
    personal: true,
    expression: "!value.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}$') || value >= '1980-01-01'",
    message: 'must not lie before 1980-01-01'
  },
  {
    id: 'standard-profession',
    dimension: 'policy',
    field: 'job',
    verdict: 'Not standard profession',
    expression: "value != 'Arboriculturist'",
    message: 'must be a standard profession'
  },
  there('name', 'Give your name.'),
  there('dob', 'Give your day of birth.'),
  {
    id: 'reachable',
    dimension: 'completeness',
    field: 'email',
    scope: 'record',
    personal: true,
    expression: "(record.email != null && record.email != '') || (record.phone != null && record.phone != '')",
    message: 'must be there where no telephone number is',
    remedy: 'Give an e-mail address or a telephone number.'
  },
  formed('dob', 'date', 'Give the day as yyyy-mm-dd.'),
  formed('email', 'email', 'Check the address for a typing error.'),
  formed('phone', 'phone', 'Give the number with + and country code, without spaces.')
]

export const ruleSet: RuleSet = { name: 'registration', version: 1, rules, reference: {} }

function there(field: string, remedy: string): QualityRule {
  const expression = "value != null && value.trim() != ''"
  const rule = { id: `${field}-there`, field, scope: 'record', expression, message: 'must be there', remedy } as const
  return { ...rule, dimension: 'completeness', personal: true }
}

function formed(field: string, format: NonNullable<QualityRule['format']>, remedy: string): QualityRule {
  return { id: `${field}-valid`, dimension: 'validity', field, format, personal: true, remedy }
}
