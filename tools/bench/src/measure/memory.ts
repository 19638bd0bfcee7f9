import { readFileSync } from 'node:fs'

/** Bytes. */
export interface Peak {
  /** The most anonymous memory seen: heap, stacks, buffers. Pages of mapped files, which the kernel may take back, are not in it. */
  readonly anonymous: number
  /** The kernel's own high-water mark of all resident pages, mapped files included. */
  readonly resident: number
}

const INTERVAL_MS = 100
const KIB = 1024

interface Watched {
  readonly name: string
  readonly pid: number
  peak: Peak
}

/** Looks at the memory of processes, ten times a second. */
export class MemoryWatch {
  readonly #watched: Watched[] = []
  readonly #timer = setInterval(() => {
    for (const process of this.#watched) process.peak = higher(process.peak, look(process.pid))
  }, INTERVAL_MS).unref()

  /** @returns the peak so far, at any time, also when the process has ended */
  watch(name: string, pid: number): () => Peak {
    const watched: Watched = { name, pid, peak: { anonymous: 0, resident: 0 } }
    this.#watched.push(watched)
    return () => (watched.peak = higher(watched.peak, look(pid)))
  }

  /** By name, the highest peak of all processes of that name. */
  get peaks(): ReadonlyMap<string, Peak> {
    const peaks = new Map<string, Peak>()
    for (const { name, peak } of this.#watched) peaks.set(name, higher(peaks.get(name) ?? peak, peak))
    return peaks
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

/** @param status the text of /proc/<pid>/status, see proc_pid_status(5) */
export function peakOf(status: string): Peak {
  const kilobytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0)
  return { anonymous: kilobytes('RssAnon') * KIB, resident: kilobytes('VmHWM') * KIB }
}

function look(pid: number): Peak {
  try {
    return peakOf(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    // It has ended.
    return { anonymous: 0, resident: 0 }
  }
}

function higher(a: Peak, b: Peak): Peak {
  return { anonymous: Math.max(a.anonymous, b.anonymous), resident: Math.max(a.resident, b.resident) }
}
