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
  'INVALID_PARTITIONS',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_CONFIG'
])

/** Whether waiting helps: the error is neither a refusal nor one of ours that says that no retry helps. */
export function isOutage(error: unknown): boolean {
  return !isRefusal(error) && !isFinal(error)
}

/** Whether an error of kafkajs, or one that it is caused by or made of, is a refusal. */
export function isRefusal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { type, name, cause, originalError, errors } = error as {
    type?: unknown
    name?: unknown
    cause?: unknown
    originalError?: unknown
    errors?: unknown
  }
  if (typeof type === 'string' && REFUSALS.has(type)) return true
  if (name === 'KafkaJSSASLAuthenticationError' || name === 'KafkaJSNotImplemented') return true
  if (Array.isArray(errors) && errors.some(isRefusal)) return true
  return isRefusal(originalError) || isRefusal(cause)
}

/** An error with a code of ours that says that no retry helps. */
function isFinal(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === false && 'fix' in error
  )
}
