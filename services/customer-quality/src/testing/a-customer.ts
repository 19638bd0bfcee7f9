import type { CustomerRecord } from '@sales-pipeline/contracts'

/** A customer whom no rule objects to, unless told otherwise. */
export function aCustomer(overrides: Partial<CustomerRecord> = {}): CustomerRecord {
  return {
    customer_id: '0e37df36-f698-4e6b-b3ef-000000000001',
    source: 'portal',
    name: 'Ann Example',
    dob: '1984-05-06',
    job: 'Baker',
    email: 'ann@example.org',
    phone: '+33123456789',
    address: '1 Rue X, 69001 Lyon',
    country: null,
    since: null,
    changed_at: 1_000,
    observed_at: 1_000,
    corrects: null,
    ...overrides
  }
}
