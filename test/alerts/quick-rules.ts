import { plainRules, ruleFile, ruleSets } from '@sales-pipeline/monitoring'

/** Low enough to be crossed within seconds, high enough for a pipeline that is well. */
const LOW: Readonly<Record<string, number>> = {
  restarts: 1,
  eventLoopSeconds: 0.25,
  lagSeconds: 4,
  lagRecords: 200,
  lagBytes: 5_000_000,
  slotRetainedBytes: 60_000_000,
  checkpointSeconds: 8,
  pendingMinutes: 0.1,
  pollAgeSeconds: 8,
  rebuildMinutes: 0,
  requestSeconds: 1,
  freshnessSeconds: 8,
  latencySeconds: 5
}

export const WINDOW = '30s'

/** The rules of monitoring/alerts with their thresholds lowered, `for` a second, and windows of half a minute. */
export function quickRules(): string {
  const rules = ruleSets.flatMap((set) => {
    const thresholds = Object.fromEntries(
      Object.entries(set.thresholds).map(([name, value]) => [name, LOW[name] ?? value])
    )
    return plainRules({ ...set, thresholds })
  })
  return ruleFile(
    'quick',
    rules.map((rule) => ({
      ...rule,
      expr: rule.expr.replaceAll(/\[\d+m\]/g, `[${WINDOW}]`),
      ...(rule.for !== undefined && { for: '1s' })
    }))
  )
}
