import type { CustomerNotification, CustomerRecord, CustomerVerdict } from '@sales-pipeline/contracts'
import { CORRECT } from '@sales-pipeline/customer-quality'
import { expectationOf, remedyOf } from '../rules/assess.ts'

/** What a customer is to be told of a verdict: that all is well, or what is wrong with which field and how to mend it. */
export function notificationOf(record: CustomerRecord, verdict: CustomerVerdict): CustomerNotification {
  const { failures, position, rule_set_version } = verdict
  const wrong = failures.map((failure) => {
    const remedy = remedyOf(failure.rule)
    return [failure.field, expectationOf(failure) + (remedy === null ? '' : `. ${remedy}`)] as const
  })
  return {
    notification_id: `${position.partition}:${position.offset}:${rule_set_version}`,
    customer_id: record.customer_id,
    channel: isGiven(record.email) ? 'EMAIL' : isGiven(record.phone) ? 'PHONE' : 'NONE',
    recipient: null,
    template: verdict.verdict === CORRECT ? 'registration-accepted' : 'registration-set-aside',
    parameters: Object.fromEntries(wrong.toReversed()),
    caused_by: failures.map(({ rule }) => rule),
    created_at: verdict.assessed_at
  }
}

function isGiven(contact: string | null): boolean {
  return contact !== null && contact.trim() !== ''
}
