import type { Counts, Content, Outcome, Progress } from './lifecycle.ts'

/** A checkpoint as the strings that its topic carries. */
export function progressToText(progress: Progress): Record<string, string> {
  return {
    status: progress.status,
    hash: progress.hash,
    size: String(progress.size),
    mtime_ns: String(progress.mtimeNs),
    records: String(progress.records),
    refused: String(progress.refused),
    report_bytes: String(progress.reportBytes),
    ...(progress.status === 'reading' ? {} : { target: progress.target })
  }
}

/** Undefined: not a checkpoint of ours, so the file is read from its beginning, which is always safe. */
export function progressFromText(text: Readonly<Record<string, string>>): Progress | undefined {
  const { status, hash = '', target } = text
  const numbers = [text['size'], text['records'], text['refused'], text['report_bytes']].map(natural)
  const [size, records, refused, reportBytes] = numbers
  const mtime = text['mtime_ns'] ?? ''
  if (size === undefined || records === undefined || refused === undefined || reportBytes === undefined)
    return undefined
  if (!/^[0-9a-f]{64}$/.test(hash) || !/^-?\d{1,19}$/.test(mtime)) return undefined
  const common: Content & Counts = { hash, size, mtimeNs: BigInt(mtime), records, refused, reportBytes }
  if (status === 'reading') return { status, ...common }
  if (isOutcome(status) && isPlainName(target)) return { status, target, ...common }
  return undefined
}

function natural(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function isOutcome(status: string | undefined): status is Outcome {
  return status === 'done' || status === 'failed'
}

/** The target is joined to a folder: whatever the topic holds, it never leads out of it. */
function isPlainName(name: string | undefined): name is string {
  return name !== undefined && name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)
}
