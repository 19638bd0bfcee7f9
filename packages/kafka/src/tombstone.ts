import type { OpenTopic, OutgoingRecord } from './topic.ts'

/** Where a tombstone says as of which version its sale is gone: it has no value to say it in. */
export const VERSION_HEADER = 'version'

export function tombstone<K, V>(
  topic: OpenTopic<K, V>,
  key: K,
  version: bigint,
  headers: Readonly<Record<string, string>> = {}
): OutgoingRecord {
  return topic.record(key, null, { headers: { ...headers, [VERSION_HEADER]: String(version) } })
}
