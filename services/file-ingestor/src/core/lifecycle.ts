/**
 * The life of one file, as a pure function of what is durable: the checkpoint in Kafka and the names on the disk.
 * Nothing is remembered between two steps, so a crash after any of them, and going on, are the same thing.
 *
 *   read ──▶ (checkpoint: done | failed, target) ──▶ move ──▶ forget
 */

/** A file's content and time: what must be the same for rows read earlier to count. */
export interface Content {
  readonly hash: string
  readonly size: number
  readonly mtimeNs: bigint
}

export type Outcome = 'done' | 'failed'

/** What Kafka has acknowledged of a file's records, counted from its beginning. */
export interface Counts {
  readonly records: number
  readonly refused: number
  /** Length of the report of refused rows, in bytes, up to that record */
  readonly reportBytes: number
}

/** A file's checkpoint. */
export type Progress =
  | ({ readonly status: 'reading' } & Content & Counts)
  | ({ readonly status: Outcome; readonly target: string } & Content & Counts)

export interface Situation {
  readonly progress: Progress | undefined
  /** What lies in the inbox under the file's name */
  readonly inbox: Content | undefined
  /** Length of the unfinished report */
  readonly reportBytes: number
  /** What lies at the place that the finished file is to be moved to */
  readonly target: 'nothing' | 'this file' | 'another file'
}

export type Step =
  | { readonly step: 'rest' }
  | { readonly step: 'read'; readonly after: Counts }
  | { readonly step: 'move'; readonly outcome: Outcome; readonly target: string }
  | { readonly step: 'retarget' }
  | { readonly step: 'put back'; readonly outcome: Outcome; readonly target: string }
  | { readonly step: 'forget' }

const NOTHING_YET: Counts = { records: 0, refused: 0, reportBytes: 0 }

/** The next step for a file; total over every situation (the table is in the test beside this file). */
export function nextStep({ progress, inbox, reportBytes, target }: Situation): Step {
  if (progress === undefined) {
    if (inbox !== undefined) return { step: 'read', after: NOTHING_YET }
    return { step: reportBytes > 0 ? 'forget' : 'rest' }
  }
  const same = inbox !== undefined && sameContent(progress, inbox)
  if (progress.status === 'reading') {
    if (inbox === undefined) return { step: 'forget' }
    // A report shorter than the checkpoint says has lost lines: only reading from the beginning brings them back.
    return { step: 'read', after: same && reportBytes >= progress.reportBytes ? countsOf(progress) : NOTHING_YET }
  }
  const finished = { outcome: progress.status, target: progress.target }
  switch (target) {
    case 'this file':
      return { step: 'forget' }
    case 'nothing':
      return same ? { step: 'move', ...finished } : { step: 'forget' }
    case 'another file':
      // Either somebody else's file took the name while ours waits to be moved, or ours was replaced in the very moment
      // of the move, and what was moved has not been read.
      return same ? { step: 'retarget' } : { step: 'put back', ...finished }
  }
}

/** Whether two looks at a file show the same statement: the same bytes at the same time. */
function sameContent(a: Content, b: Content): boolean {
  return a.hash === b.hash && a.size === b.size && a.mtimeNs === b.mtimeNs
}

export function contentOf({ hash, size, mtimeNs }: Content): Content {
  return { hash, size, mtimeNs }
}

function countsOf({ records, refused, reportBytes }: Counts): Counts {
  return { records, refused, reportBytes }
}
