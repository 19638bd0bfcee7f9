/** What of a record tells who somebody is. */
export interface Person {
  readonly name: string | null
  readonly dob: string | null
  readonly email: string | null
  readonly phone: string | null
}

/** The same in the one spelling that is compared; null where there is nothing to compare. */
export interface Identity {
  readonly name: string | null
  readonly dob: string | null
  readonly email: string | null
  readonly phone: string | null
}

/** Letters that do not come apart into a plain one and a mark, and German umlauts, which are also spelt with an e. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ß/gu, 'ss'],
  [/æ/gu, 'ae'],
  [/œ/gu, 'oe'],
  [/ø/gu, 'o'],
  [/ł/gu, 'l'],
  [/đ|ð/gu, 'd'],
  [/þ/gu, 'th'],
  [/([aou])e/gu, '$1']
]

/** Marks, case, punctuation, the order of the names and the usual transcriptions do not count. */
export function identityOf({ name, dob, email, phone }: Person): Identity {
  return { name: nameOf(name), dob: textOf(dob), email: emailOf(email), phone: phoneOf(phone) }
}

function nameOf(name: string | null): string | null {
  const plain = (name ?? '').normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const spelt = SPELLINGS.reduce((text, [letters, by]) => text.replaceAll(letters, by), plain)
  const words = spelt.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return words.length === 0 ? null : words.toSorted().join(' ')
}

/** What stands behind a + of an address tells mailboxes of one person apart, not persons. */
function emailOf(email: string | null): string | null {
  const address = textOf(email)?.toLowerCase()
  const parts = /^([^@+]+)(?:\+[^@]*)?@([^@]+)$/u.exec(address ?? '')
  return parts === null ? null : `${parts[1] ?? ''}@${parts[2] ?? ''}`
}

const FEWEST_DIGITS = 7

function phoneOf(phone: string | null): string | null {
  const digits = (phone ?? '').replaceAll(/\D/gu, '').replace(/^00/u, '')
  return digits.length < FEWEST_DIGITS ? null : digits
}

function textOf(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}

/**
 * The matching rule. Two records are of the same person
 * - if name and day of birth are the same; or
 * - if name and a contact (e-mail or telephone) are the same and the days of birth do not differ; or
 * - if day of birth and a contact are the same and the names differ by one letter in one word of five letters or more.
 */
export function isSamePerson(a: Identity, b: Identity): boolean {
  const sameContact = isSame(a.email, b.email) || isSame(a.phone, b.phone)
  const sameDob = isSame(a.dob, b.dob)
  if (isSame(a.name, b.name)) return sameDob || (sameContact && (a.dob === null || b.dob === null))
  return sameDob && sameContact && a.name !== null && b.name !== null && isNearly(a.name, b.name)
}

function isSame(a: string | null, b: string | null): boolean {
  return a !== null && a === b
}

const FEWEST_LETTERS = 5

function isNearly(a: string, b: string): boolean {
  const [ours, theirs] = [new Set(a.split(' ')), new Set(b.split(' '))]
  const onlyOurs = [...ours].filter((word) => !theirs.has(word))
  const onlyTheirs = [...theirs].filter((word) => !ours.has(word))
  const [one, other] = [onlyOurs[0] ?? '', onlyTheirs[0] ?? '']
  if (onlyOurs.length !== 1 || onlyTheirs.length !== 1) return false
  return Math.min(one.length, other.length) >= FEWEST_LETTERS && differsByOneLetter(one, other)
}

/** By a letter more, a letter less, another letter, or two neighbours swapped. */
function differsByOneLetter(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a.charAt(start) === b.charAt(start)) start++
  let end = 0
  while (end < shorter - start && a.charAt(a.length - 1 - end) === b.charAt(b.length - 1 - end)) end++
  const [ours, theirs] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  if (ours.length <= 1 && theirs.length <= 1) return true
  return theirs.length === 2 && ours === theirs.charAt(1) + theirs.charAt(0)
}

/** Two that are the same person have one of these in common. */
export function keysOf({ name, dob, email, phone }: Identity): string[] {
  const pairs = [
    ['nd', name, dob],
    ['ne', name, email],
    ['np', name, phone],
    ['de', dob, email],
    ['dp', dob, phone]
  ] as const
  return pairs.flatMap(([kind, a, b]) => (a === null || b === null ? [] : [JSON.stringify([kind, a, b])]))
}
