const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const [COLON, DASH, DOT, PLUS, SPACE, T, Z] = [0x3a, 0x2d, 0x2e, 0x2b, 0x20, 0x54, 0x5a]
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const MOST_DECIMALS = 9

/**
 * Reads an ISO 8601 date or date-time, or Postgres's text of a timestamp (a space for the T, a zone of hours alone), as
 * epoch milliseconds. Without a zone it is UTC; decimals beyond milliseconds are cut off. Undefined for anything else:
 * a day that no calendar has, 24:00, a leap second, `infinity`, a year of other than four digits.
 *
 * Works on character codes, because it runs for every row. Whatever is not a digit becomes NaN, and NaN reaches the end.
 */
export function parseTimestamp(text: string): number | undefined {
  const day = dayAt(text) * DAY
  const time = text.length === 10 ? day : day + timeAt(text)
  return Number.isNaN(time) ? undefined : time
}

/** Epoch day of the YYYY-MM-DD at the start. */
function dayAt(text: string): number {
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return NaN
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)]
  return day >= 1 && day <= monthLength(year, month) ? daysFromCivil(year, month, day) : NaN
}

/** Milliseconds since midnight UTC of the `THH:MM[:SS[.f]][zone]` that follows the date. */
function timeAt(text: string): number {
  const separator = text.charCodeAt(10)
  if ((separator !== T && separator !== SPACE) || text.charCodeAt(13) !== COLON) return NaN
  const [hour, minute] = [digits(text, 11, 13), digits(text, 14, 16)]
  if (!(hour <= 23 && minute <= 59)) return NaN
  const clock = hour * HOUR + minute * MINUTE
  if (text.charCodeAt(16) !== COLON) return clock - offsetAt(text, 16)
  const second = digits(text, 17, 19)
  if (!(second <= 59)) return NaN
  if (text.charCodeAt(19) !== DOT) return clock + second * SECOND - offsetAt(text, 19)
  const end = endOfDigits(text, 20)
  if (end === 20 || end > 20 + MOST_DECIMALS) return NaN
  return clock + second * SECOND + millisAt(text, 20, end) - offsetAt(text, end)
}

/** Milliseconds east of UTC: none or `Z`, `+HH`, `+HHMM`, `+HH:MM`, or `+HH:MM:SS`, which Postgres writes for local mean times. */
function offsetAt(text: string, at: number): number {
  const sign = text.charCodeAt(at)
  if (text.length === at || (sign === Z && text.length === at + 1)) return 0
  if (sign !== PLUS && sign !== DASH) return NaN
  const hours = digits(text, at + 1, at + 3)
  const [minutes, seconds] = partsOfHour(text, at + 3)
  if (!(hours <= 15 && minutes <= 59 && seconds <= 59)) return NaN
  const offset = hours * HOUR + minutes * MINUTE + seconds * SECOND
  return sign === PLUS ? offset : -offset
}

function partsOfHour(text: string, at: number): readonly [number, number] {
  const hasColon = text.charCodeAt(at) === COLON
  switch (text.length - at) {
    case 0:
      return [0, 0]
    case 2:
      return [digits(text, at, at + 2), 0]
    case 3:
      return [hasColon ? digits(text, at + 1, at + 3) : NaN, 0]
    case 6:
      return hasColon && text.charCodeAt(at + 3) === COLON
        ? [digits(text, at + 1, at + 3), digits(text, at + 4, at + 6)]
        : [NaN, NaN]
    default:
      return [NaN, NaN]
  }
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return NaN
    value = value * 10 + digit
  }
  return value
}

function endOfDigits(text: string, from: number): number {
  let end = from
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++
  return end
}

function millisAt(text: string, from: number, end: number): number {
  const shown = Math.min(end, from + 3)
  return digits(text, from, shown) * 10 ** (from + 3 - shown)
}

function monthLength(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeapYear ? 29 : (MONTH_LENGTHS[month - 1] ?? NaN)
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March, so that the leap day comes last. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
