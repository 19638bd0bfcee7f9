/** Whether the service can do its work now; `reasons` names each part that cannot. */
export interface Readiness {
  readonly ready: boolean
  readonly reasons: Readonly<Record<string, string>>
}

/** One part of a service that can be away: a broker, a database, an inbox. Not ready until it says so. */
export interface Component {
  ready(): void
  notReady(reason: string): void
  /** Tells that its loop still turns, an outage it waits for included. */
  progress(): void
}

export interface ComponentOptions {
  /** After so many milliseconds without progress() the process counts as hung, and /healthz asks for its restart. */
  readonly hungAfterMs?: number
}

export interface Health {
  /** The component of that name; the same one when asked again. */
  component(name: string, options?: ComponentOptions): Component
  readiness(): Readiness
  liveness(): Readiness
}

interface Condition {
  reason: string | undefined
  progressedAt: number
  hungAfterMs: number
}

/** `now` is a monotonic clock in milliseconds. */
export function createHealth(now: () => number = () => performance.now()): Health {
  const conditions = new Map<string, Condition>()
  return {
    component: (name, { hungAfterMs } = {}) => {
      const condition = conditions.get(name) ?? { reason: 'starting', progressedAt: now(), hungAfterMs: Infinity }
      condition.hungAfterMs = hungAfterMs ?? condition.hungAfterMs
      conditions.set(name, condition)
      return {
        ready: () => {
          condition.reason = undefined
        },
        notReady: (reason) => {
          condition.reason = reason
        },
        progress: () => {
          condition.progressedAt = now()
        }
      }
    },
    readiness: () => verdict(conditions, ({ reason }) => reason),
    liveness: () => {
      const time = now()
      return verdict(conditions, ({ progressedAt, hungAfterMs }) => {
        const idle = time - progressedAt
        return idle > hungAfterMs ? `no progress for ${Math.round(idle / 1000)} s` : undefined
      })
    }
  }
}

function verdict(
  conditions: ReadonlyMap<string, Condition>,
  objection: (c: Condition) => string | undefined
): Readiness {
  const reasons: Record<string, string> = {}
  for (const [name, condition] of conditions) {
    const reason = objection(condition)
    if (reason !== undefined) reasons[name] = reason
  }
  return { ready: Object.keys(reasons).length === 0, reasons }
}
