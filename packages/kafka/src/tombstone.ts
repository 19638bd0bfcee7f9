import type { OpenTopic, OutgoingRecord, RecordOptions } from './topic.ts'

/** Where a tombstone says as of which version its sale is gone: it has no value to say it in. */
export const VERSION_HEADER = 'version'

export function tombstone<K, V>(
  topic: OpenTopic<K, V>,
  key: K,
  version: bigint,
  options: RecordOptions = {}
): OutgoingRecord {
  return topic.record(key, null, { ...options, headers: { ...options.headers, [VERSION_HEADER]: String(version) } })
}
