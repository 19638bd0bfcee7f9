/** Kafka's answers that no repetition changes. Everything else between a client and its brokers is an outage. */
const REFUSALS: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'ILLEGAL_SASL_STATE',
  'UNSUPPORTED_SASL_MECHANISM',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
  'POLICY_VIOLATION',
  'UNSUPPORTED_VERSION',
  'INVALID_PARTITIONS'
])

/** Whether an error of kafkajs, or one that it is caused by, is a refusal. */
export function isRefusal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { type, name, cause, originalError } = error as {
    type?: unknown
    name?: unknown
    cause?: unknown
    originalError?: unknown
  }
  if (typeof type === 'string' && REFUSALS.has(type)) return true
  if (name === 'KafkaJSSASLAuthenticationError' || name === 'KafkaJSNotImplemented') return true
  return isRefusal(originalError) || isRefusal(cause)
}
