import { advance, beginWalk, type PageSummary, type Walk } from './walk.ts'

/** Where the partner has been read to. All times are epoch ms. */
export interface Checkpoint {
  /** The partner's clock: every change before it, less the overlap, is acknowledged by Kafka. */
  readonly cursor: number
  /** A poll that was begun and not finished. */
  readonly resume: Resume | null
}

/** Everything before this page is acknowledged. */
export interface Resume {
  readonly since: number
  readonly token: string
  /** The latest change on the pages before. */
  readonly highest: number
  /** This machine's clock when the poll began. */
  readonly startedAt: number
}

/** One page of the changes at or after `since`; token null: the first. */
export interface PageRequest {
  readonly since: number
  readonly token: string | null
}

/** What is reached once a page's sales are acknowledged. A walk that was given up reaches nothing any more. */
export interface Position {
  readonly walk: number
  readonly checkpoint: Checkpoint
  readonly last: boolean
}

export interface Idle {
  readonly phase: 'idle'
  readonly saved: Checkpoint
  readonly walks: number
}

/** A page has been asked for. */
export interface Paging {
  readonly phase: 'paging'
  readonly saved: Checkpoint
  readonly walks: number
  readonly startedAt: number
  readonly request: PageRequest
  readonly walk: Walk
}

/** The last page is handed on, and not acknowledged yet. */
export interface Settling {
  readonly phase: 'settling'
  readonly saved: Checkpoint
  readonly walks: number
}

export type PollState = Idle | Paging | Settling

export type PollEvent =
  | { readonly kind: 'due'; readonly now: number }
  /** `fresh`: how many sales the pages before this one brought, in this process, that were not known. */
  | { readonly kind: 'page'; readonly page: PageSummary; readonly fresh: number; readonly now: number }
  /** The partner does not accept the page token (any more). */
  | { readonly kind: 'token-refused' }
  | { readonly kind: 'acknowledged'; readonly position: Position }

export type PollAction =
  | { readonly kind: 'ask'; readonly request: PageRequest }
  | { readonly kind: 'emit'; readonly position: Position }
  | { readonly kind: 'save'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'give-up'; readonly reason: string }

export interface Transition {
  readonly state: PollState
  readonly actions: readonly PollAction[]
}

export const BEGINNING: Checkpoint = { cursor: 0, resume: null }

export function begin(saved: Checkpoint): PollState {
  return { phase: 'idle', saved, walks: 0 }
}

/**
 * Decides what follows from an event. An event that says nothing new in a state changes nothing.
 *
 * Invariants: (1) the cursor moves only when the last page of a walk is acknowledged; (2) it never goes back, and never
 * passes the latest change listed, nor this machine's clock, less the time the walk took: what the partner committed
 * late while it was being read is in the next poll's overlap; (3) a walk that does not advance is given up.
 */
export function step(state: PollState, event: PollEvent, overlapMs: number): Transition {
  switch (event.kind) {
    case 'due':
      return state.phase === 'idle' ? start(state, event.now, overlapMs) : unchanged(state)
    case 'page':
      return state.phase === 'paging' ? turn(state, event) : unchanged(state)
    case 'token-refused':
      return state.phase === 'paging' && state.request.token !== null ? restart(state) : unchanged(state)
    case 'acknowledged':
      return acknowledge(state, event.position)
  }
}

/** The first change that a poll from this cursor asks for. */
export function since(cursor: number, overlapMs: number): number {
  return Math.max(0, cursor - overlapMs)
}

function start({ saved, walks }: Idle, now: number, overlapMs: number): Transition {
  const { resume } = saved
  const request = resume
    ? { since: resume.since, token: resume.token }
    : { since: since(saved.cursor, overlapMs), token: null }
  const startedAt = resume ? Math.min(resume.startedAt, now) : now
  const walk = beginWalk(resume ? resume.highest : null)
  return ask({ phase: 'paging', saved, walks: walks + 1, startedAt, request, walk })
}

/** Reads the same changes again from their first page: nothing is lost, as the cursor has not moved. */
function restart(state: Paging): Transition {
  const { saved, walks } = state
  const request = { since: state.request.since, token: null }
  return ask({ ...state, saved: { ...saved, resume: null }, walks: walks + 1, request, walk: beginWalk(null) })
}

function turn(state: Paging, { page, fresh, now }: Extract<PollEvent, { kind: 'page' }>): Transition {
  // What was listed before the resumed page is not remembered, so an older version of it could not be told from a new one.
  if (state.walk.floor !== null && page.lowest !== null && page.lowest < state.walk.floor) return restart(state)
  const walk = advance(state.walk, state.request.token, page, fresh)
  if ('stuck' in walk) return giveUp(state, walk.stuck)
  const { saved, walks, startedAt } = state
  if (page.next === null) {
    const position = {
      walk: walks,
      checkpoint: { cursor: cursorAfter(state, walk.highest, now), resume: null },
      last: true
    }
    return { state: { phase: 'settling', saved, walks }, actions: [{ kind: 'emit', position }] }
  }
  const request = { since: state.request.since, token: page.next }
  const resume = { ...request, highest: walk.highest ?? 0, startedAt }
  const position = { walk: walks, checkpoint: { cursor: saved.cursor, resume }, last: false }
  return {
    state: { ...state, request, walk },
    actions: [
      { kind: 'ask', request },
      { kind: 'emit', position }
    ]
  }
}

function cursorAfter({ saved, startedAt }: Paging, highest: number | null, now: number): number {
  if (highest === null) return saved.cursor
  const took = Math.max(0, now - startedAt)
  return Math.max(saved.cursor, Math.min(highest, now) - took)
}

function giveUp({ saved, walks }: Paging, reason: string): Transition {
  return { state: { phase: 'idle', saved: { ...saved, resume: null }, walks }, actions: [{ kind: 'give-up', reason }] }
}

function acknowledge(state: PollState, { walk, checkpoint, last }: Position): Transition {
  if (walk !== state.walks || state.phase === 'idle') return unchanged(state)
  const next: PollState = last
    ? { phase: 'idle', saved: checkpoint, walks: state.walks }
    : { ...state, saved: checkpoint }
  return { state: next, actions: same(state.saved, checkpoint) ? [] : [{ kind: 'save', checkpoint }] }
}

const same = (a: Checkpoint, b: Checkpoint): boolean => a.cursor === b.cursor && a.resume?.token === b.resume?.token

const ask = (state: Paging): Transition => ({ state, actions: [{ kind: 'ask', request: state.request }] })

const unchanged = (state: PollState): Transition => ({ state, actions: [] })
