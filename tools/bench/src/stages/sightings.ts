interface Probe {
  /** How many sales its city has with it. */
  readonly count: number
  readonly committed: number
}

/** Which commits have been seen, and how long each took. Probes go to the cities in turn. */
export class Sightings {
  readonly #awaited: Probe[][]
  #next = 0
  #taken: number[] = []

  constructor(cities: number) {
    this.#awaited = Array.from({ length: cities }, () => [])
  }

  /** How many commits have not been seen yet. */
  get awaited(): number {
    return this.#awaited.reduce((sum, probes) => sum + probes.length, 0)
  }

  /** @param time of the commit, in milliseconds by any clock */
  next(time: number): { readonly number: number; readonly city: number } {
    const [number, cities] = [this.#next++, this.#awaited.length]
    const city = number % cities
    this.#awaited[city]?.push({ count: Math.floor(number / cities) + 1, committed: time })
    return { number, city }
  }

  /** A city was shown with a count at a time: so many of its commits are visible. */
  saw(city: number, count: number, time: number): void {
    const probes = this.#awaited[city] ?? []
    while (probes[0] !== undefined && probes[0].count <= count) {
      this.#taken.push(time - probes[0].committed)
      probes.shift()
    }
  }

  /** The milliseconds that each seen commit took, those taken before left out. */
  take(): number[] {
    const taken = this.#taken
    this.#taken = []
    return taken
  }
}
