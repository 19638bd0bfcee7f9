/** A position in Postgres' write-ahead log, in bytes since its beginning. */
export type Lsn = bigint

/** Reads Postgres' own text form, `16/B374D848`. */
export function parseLsn(text: string): Lsn {
  const [high, low] = text.split('/')
  if (high === undefined || low === undefined || !/^[0-9A-F]+\/[0-9A-F]+$/i.test(text)) {
    throw new RangeError(`Not an LSN: ${text}`)
  }
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

/** Writes Postgres' own text form. */
export function formatLsn(lsn: Lsn): string {
  return `${(lsn >> 32n).toString(16)}/${(lsn & 0xffff_ffffn).toString(16)}`.toUpperCase()
}

/** The lesser of two positions. */
export function earlier(a: Lsn, b: Lsn): Lsn {
  return a < b ? a : b
}

/** The greater of two positions. */
export function later(a: Lsn, b: Lsn): Lsn {
  return a > b ? a : b
}
