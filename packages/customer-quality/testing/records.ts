import type { CustomerRecord } from '@sales-pipeline/contracts'

const DAY_MS = 86_400_000
const OBSERVED = Date.UTC(2026, 2, 31)

/** A record in which nothing is wrong, with what a test is about changed. */
export function aCustomer(change: Partial<CustomerRecord> = {}): CustomerRecord {
  return {
    customer_id: 'crm:1',
    source: 'crm',
    name: 'Ann Example',
    dob: '1990-05-17',
    job: 'Engineer',
    email: 'ann@example.org',
    phone: '+33123456789',
    address: null,
    country: 'FR',
    since: '2020-01-31',
    changed_at: OBSERVED - DAY_MS,
    observed_at: OBSERVED,
    corrects: null,
    ...change
  }
}
