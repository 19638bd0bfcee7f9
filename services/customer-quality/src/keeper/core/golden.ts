import type { CustomerRecord } from '@sales-pipeline/contracts'

const FIELDS = ['name', 'dob', 'job', 'email', 'phone', 'address', 'country', 'since'] as const
type Field = (typeof FIELDS)[number]

/** The latest correct record of one customer of one source. */
export interface Member {
  readonly id: string
  /** Its offset: of one customer all records are in one partition, so that the larger one is the newer. */
  readonly version: number
  readonly changedAt: number
  readonly fields: Readonly<Record<Field, string | null>>
}

/** A value and the member that it is of. */
export interface Survivor {
  readonly value: string
  readonly from: string
}

export interface MergeEvent {
  readonly event: 'joined' | 'changed' | 'left'
  readonly member: string
  readonly version: number
}

/** One person, made of all members that are this person. Without members: what there was has moved elsewhere. */
export interface Golden {
  readonly fields: Readonly<Partial<Record<Field, Survivor>>>
  readonly members: readonly Pick<Member, 'id' | 'version'>[]
  /** What it was made of, the newest last; at most MOST_EVENTS. */
  readonly history: readonly MergeEvent[]
}

export const NOBODY: Golden = { fields: {}, members: [], history: [] }

const MOST_EVENTS = 100

export function memberOf(record: CustomerRecord, version: number): Member {
  const fields = Object.fromEntries(FIELDS.map((field) => [field, trimmed(record[field])])) as Member['fields']
  return { id: `${record.source}:${record.customer_id}`, version, changedAt: record.changed_at, fields }
}

/**
 * Who a member is. Members with the same day of birth and the same e-mail address (or, where there is none, telephone number)
 * are one person; a member without these is a person of its own.
 */
export function personOf({ id, fields: { dob, email, phone } }: Member): string {
  const contact = email?.toLowerCase() ?? phone?.replaceAll(/[^\d+]/g, '')
  return JSON.stringify(dob === null || contact === undefined ? [id] : [dob, contact])
}

/** The golden record once these are its members; the same object where nothing changes. */
export function merged(before: Golden, members: readonly Member[]): Golden {
  const events = eventsBetween(before, members)
  if (events.length === 0) return before
  return {
    fields: survivors(members),
    members: members.map(({ id, version }) => ({ id, version })).toSorted((a, b) => compare(a.id, b.id)),
    history: [...before.history, ...events].slice(-MOST_EVENTS)
  }
}

/** Survivorship: of each field the value of the member that changed last and has one; of equals, the last by its id. */
export function survivors(members: readonly Member[]): Golden['fields'] {
  const latestFirst = members.toSorted((a, b) => b.changedAt - a.changedAt || compare(b.id, a.id))
  const found = FIELDS.flatMap((field) => {
    const from = latestFirst.find(({ fields }) => fields[field] !== null)
    return from === undefined ? [] : [[field, { value: from.fields[field] ?? '', from: from.id }] as const]
  })
  return Object.fromEntries(found)
}

function eventsBetween({ members: before }: Golden, after: readonly Member[]): MergeEvent[] {
  const versions = new Map(before.map(({ id, version }) => [id, version]))
  const ids = new Set(after.map(({ id }) => id))
  const arrived = after.flatMap(({ id, version }): MergeEvent[] => {
    const known = versions.get(id)
    if (known === undefined) return [{ event: 'joined', member: id, version }]
    return known === version ? [] : [{ event: 'changed', member: id, version }]
  })
  const left = before.filter(({ id }) => !ids.has(id))
  return [...left.map(({ id, version }) => ({ event: 'left' as const, member: id, version })), ...arrived]
}

function trimmed(text: string | null): string | null {
  const short = text?.trim() ?? ''
  return short === '' ? null : short
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
