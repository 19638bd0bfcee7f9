import type { Format } from './rule.ts'

interface Shape {
  readonly matches: (text: string) => boolean
  readonly expected: string
}

/** Each in linear time: no repetition inside a repetition over the same characters. */
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})+$/iu
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu
const DATE = /^\d{4}-\d{2}-\d{2}$/u
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/u
const PHONE = /^\+[1-9]\d{6,14}$/u

const LONGEST_EMAIL = 254

export const formats: Readonly<Record<Format, Shape>> = {
  email: {
    matches: (text) =>
      text.length <= LONGEST_EMAIL && EMAIL.test(text) && !text.includes('..') && !/^\.|\.@/u.test(text),
    expected: 'must be an e-mail address, such as ann@example.org'
  },
  uri: {
    matches: (text) => /^[a-z][a-z\d+.-]*:/iu.test(text) && URL.canParse(text),
    expected: 'must be an absolute URI, such as https://example.org/path'
  },
  uuid: { matches: (text) => UUID.test(text), expected: 'must be a UUID' },
  date: {
    matches: (text) => DATE.test(text) && isDay(text),
    expected: 'must be a date that exists, such as 2026-03-31'
  },
  'date-time': {
    matches: (text) =>
      DATE_TIME.test(text) && isDay(text.slice(0, 'yyyy-mm-dd'.length)) && !Number.isNaN(Date.parse(text)),
    expected: 'must be a time with its zone, such as 2026-03-31T10:15:00Z'
  },
  phone: {
    matches: (text) => PHONE.test(text),
    expected: 'must be a telephone number with + and country code, without spaces, such as +33123456789'
  }
}

/** Date.parse alone takes 2026-02-30 for a day of March. */
function isDay(text: string): boolean {
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
