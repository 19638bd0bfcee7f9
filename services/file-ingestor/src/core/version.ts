import { Unreadable } from './unreadable.ts'

const NANOSECONDS = 1_000_000_000n
const LATEST_SECOND = 2n ** 31n - 1n

/** Record numbers take the lower 32 bits of a version. */
export const MAX_RECORDS = 2 ** 32 - 1

/**
 * The versions of a file's rows, by the number of the record: (mtime in whole seconds << 32) | number. They fit a signed
 * long, grow from file to later file and from row to row, and are the same whenever the same file is read again. Times
 * before 1970 or after 2038 are clamped.
 */
export function rowVersions(mtimeNs: bigint): (record: number) => bigint {
  const seconds = mtimeNs / NANOSECONDS
  const clamped = seconds < 0n ? 0n : seconds > LATEST_SECOND ? LATEST_SECOND : seconds
  const base = clamped << 32n
  return (record) => {
    if (record > MAX_RECORDS) {
      throw new Unreadable('FILE_TOO_MANY_RECORDS', `has more than ${MAX_RECORDS} records; split it`)
    }
    return base + BigInt(record)
  }
}
