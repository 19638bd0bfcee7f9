/** Whole numbers from 0 to below the limit. */
export type Below = (limit: number) => number

/** Tommy Ettinger's mulberry32: small, and the same for the same seed. */
export function seeded(seed: number): Below {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit)
  }
}
