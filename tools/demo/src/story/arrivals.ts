import { grouped } from '../terminal/style.ts'
import { SOURCE_OF_YEAR, type Source } from '../steelwheels/split.ts'

/** How far one source is: how many of its sales the rankings know. */
export interface Arrival {
  readonly source: Source
  readonly year: string
  readonly arrived: number
  readonly expected: number
}

const SOURCES: Readonly<Record<Source, string>> = {
  files: 'CSV and JSON files in the inbox',
  database: 'change data capture of Postgres',
  partner: "the partner's SOAP service"
}

const BAR_LENGTH = 24

/** Counts the sales of each source's year. */
export function arrivals(countOf: (year: string) => number, expectedOf: (source: Source) => number): Arrival[] {
  return Object.entries(SOURCE_OF_YEAR).map(([year, source]) => ({
    source,
    year,
    arrived: countOf(year),
    expected: expectedOf(source)
  }))
}

export function isComplete(all: readonly Arrival[]): boolean {
  return all.every(({ arrived, expected }) => arrived === expected)
}

/** A bar for each source. */
export function arrivalBars(all: readonly Arrival[]): string[] {
  return all.map(({ source, year, arrived, expected }) => {
    const filled = Math.min(BAR_LENGTH, Math.floor((arrived / expected) * BAR_LENGTH))
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled)
    return `  ${year}  ${SOURCES[source].padEnd(32)} ${bar} ${count(arrived).padStart(5)} of ${count(expected)}`
  })
}

/** The same in one line: `files 1,052 of 1,052, database 490 of 1,421, …`. */
export function arrivalSentence(all: readonly Arrival[]): string {
  return all.map(({ source, arrived, expected }) => `${source} ${count(arrived)} of ${count(expected)}`).join(', ')
}

function count(value: number): string {
  return grouped(String(value))
}
