/** An exact amount of money in 1/10,000 of its currency's unit, as on the wire (decimal, precision 19, scale 4). */
export type Amount = bigint

/** The largest amount of either sign: 999,999,999,999,999.9999. */
export const MAX_AMOUNT: Amount = 10n ** 19n - 1n

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/
const LONGEST_TEXT = 64
const SMALL_ENOUGH_FOR_NUMBER = 15

/**
 * Reads a plain decimal such as `-1234.5`: no exponent, grouping, space or missing digit, at most four decimals beside
 * trailing zeros. Undefined for any other text and for amounts beyond MAX_AMOUNT.
 */
export function parseAmount(text: string): Amount | undefined {
  if (text.length > LONGEST_TEXT) return undefined
  const match = DECIMAL.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = ''] = match
  const decimals = fraction.padEnd(4, '0')
  if (decimals.length > 4 && /[1-9]/.test(decimals.slice(4))) return undefined
  const digits = whole + decimals.slice(0, 4)
  // A double is exact up to 15 digits, and much faster to read than a bigint.
  const magnitude = digits.length <= SMALL_ENOUGH_FOR_NUMBER ? BigInt(Number(digits)) : BigInt(digits)
  if (magnitude > MAX_AMOUNT) return undefined
  return sign === '-' ? -magnitude : magnitude
}

/** Writes an amount exactly, with two to four decimals and without grouping: `-1234.50`, `0.0001`. */
export function formatAmount(amount: Amount): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(5, '0')
  const fraction = digits.slice(-4)
  const decimals = fraction.endsWith('00')
    ? fraction.slice(0, 2)
    : fraction.endsWith('0')
      ? fraction.slice(0, 3)
      : fraction
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -4)}.${decimals}`
}
