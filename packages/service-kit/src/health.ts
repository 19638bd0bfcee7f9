/** Whether the service can do its work now; `reasons` names each part that cannot. */
export interface Readiness {
  readonly ready: boolean
  readonly reasons: Readonly<Record<string, string>>
}

/** One part of a service that can be away: a broker, a database, an inbox. Not ready until it says so. */
export interface Component {
  ready(): void
  notReady(reason: string): void
  /** For clients that tell of an outage by its reason, and of its end by null. */
  readonly outage: (reason: string | null) => void
}

export interface HealthOptions {
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number
  /** After so many milliseconds without progress the process counts as hung, and /healthz asks for its restart. */
  readonly hungAfterMs?: number
}

/** What a process tells of itself: whether it can work, and whether it moves at all. */
export interface Health {
  /** The component of that name; the same one when asked again. */
  component(name: string): Component
  /** Something was done, or an outage was waited out for another while: the process is not stuck. The first call arms /healthz. */
  readonly progress: () => void
  /** Awaits what may rightly take any time: a rest between two polls, another's lock. It counts as progress meanwhile. */
  readonly waiting: <T>(work: Promise<T>) => Promise<T>
  /** Since the last progress; 0 before the first. */
  idleMs(): number
  readiness(): Readiness
  liveness(): Readiness
}

const HUNG_AFTER_MS = 300_000
/** Well below any sensible `hungAfterMs`. */
const WAITING_TICK_MS = 1_000

export function createHealth(options: HealthOptions = {}): Health {
  const { now = () => performance.now(), hungAfterMs = HUNG_AFTER_MS } = options
  const objections = new Map<string, string | undefined>()
  let progressedAt: number | undefined
  const progress = (): void => {
    progressedAt = now()
  }
  const idleMs = (): number => (progressedAt === undefined ? 0 : now() - progressedAt)
  return {
    component: (name) => {
      const object = (reason: string | undefined): void => void objections.set(name, reason)
      if (!objections.has(name)) object('starting')
      return {
        ready: () => {
          object(undefined)
        },
        notReady: object,
        outage: (reason) => {
          object(reason ?? undefined)
        }
      }
    },
    progress,
    idleMs,
    waiting: async (work) => {
      progress()
      const ticking = setInterval(progress, WAITING_TICK_MS)
      try {
        return await work
      } finally {
        clearInterval(ticking)
      }
    },
    readiness: () => {
      const reasons = Object.fromEntries(
        [...objections].filter((entry): entry is [string, string] => entry[1] !== undefined)
      )
      return { ready: Object.keys(reasons).length === 0, reasons }
    },
    liveness: () => {
      const idle = idleMs()
      if (idle <= hungAfterMs) return { ready: true, reasons: {} }
      return { ready: false, reasons: { service: `no progress for ${Math.round(idle / 1000)} s` } }
    }
  }
}
