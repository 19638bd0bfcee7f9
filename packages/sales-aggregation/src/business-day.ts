const DAY_MS = 86_400_000
/** Zones change their offset at such boundaries only, from the year on in which the last one left its local mean time. */
const QUARTER_MS = 900_000
const SETTLED_SINCE_MS = Date.UTC(1973, 0)
const MOST_REMEMBERED = 100_000

/** Epoch day of an instant (epoch ms). */
export type BusinessDay = (instant: number) => number

/**
 * The day that an instant falls on in a time zone: what decides the group of a sale.
 *
 * @param timeZone IANA name. @throws RangeError if there is no such zone.
 */
export function businessDay(timeZone: string): BusinessDay {
  const calendar = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric'
  })
  if (calendar.resolvedOptions().timeZone === 'UTC') return (instant) => Math.floor(instant / DAY_MS)
  const days = new Map<number, number>()
  return (instant) => {
    if (instant < SETTLED_SINCE_MS) return dayIn(calendar, instant)
    const quarter = Math.floor(instant / QUARTER_MS)
    let day = days.get(quarter)
    if (day === undefined) {
      if (days.size >= MOST_REMEMBERED) days.clear()
      days.set(quarter, (day = dayIn(calendar, instant)))
    }
    return day
  }
}

function dayIn(calendar: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(calendar.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  return Date.UTC(parts.get('year') ?? NaN, (parts.get('month') ?? NaN) - 1, parts.get('day') ?? NaN) / DAY_MS
}
