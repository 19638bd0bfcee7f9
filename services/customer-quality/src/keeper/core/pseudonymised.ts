import type { CustomerRecord } from '@sales-pipeline/contracts'

/** What analysts may see of a record: nothing that tells who it is, but the same person under the same pseudonyms. */
export interface Pseudonymised {
  readonly customer: string
  readonly source: string
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly address: string | null
  /** Of the day of birth, if it begins with one. */
  readonly birth_year: number | null
  readonly job: string | null
  readonly country: string | null
  readonly changed_at: number
}

/** The same text, the same pseudonym; nobody without the key can tell the text, nor try texts out. */
export type Pseudonym = (kind: string, text: string) => string

/** A form may hold anything in any field: only what is one of few known or short words leaves it in clear. */
export function pseudonymised(record: CustomerRecord, pseudonym: Pseudonym): Pseudonymised {
  const hidden = (kind: 'name' | 'email' | 'phone' | 'address') => {
    const text = record[kind]?.trim().toLowerCase() ?? ''
    return text === '' ? null : pseudonym(kind, text)
  }
  return {
    customer: pseudonym('customer', `${record.source}:${record.customer_id}`),
    source: record.source,
    name: hidden('name'),
    email: hidden('email'),
    phone: hidden('phone'),
    address: hidden('address'),
    birth_year: birthYear(record.dob),
    job: wordsOnly(record.job),
    country: /^[A-Z]{2}$/.test(record.country ?? '') ? record.country : null,
    changed_at: record.changed_at
  }
}

function birthYear(dob: string | null): number | null {
  const year = /^(\d{4})-\d{2}-\d{2}$/.exec(dob ?? '')?.[1]
  return year === undefined ? null : Number(year)
}

/** No digits, no @: a telephone number or an address that was typed into the wrong field does not pass. */
function wordsOnly(text: string | null): string | null {
  return text !== null && /^[\p{L} ,.()/&'-]{1,80}$/u.test(text) ? text : null
}
