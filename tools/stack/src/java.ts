import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Child, Exit } from './child.ts'

/**
 * A class-data archive halves the start of a Java program. The first run writes one when it ends in order; the later ones use it.
 * Under a name of its own until it is whole, so that runs at the same time do no harm.
 */
export interface ClassArchive {
  readonly flags: readonly string[]
  /** Files what a program has written that ended in order; throws away what is left of one that was killed. */
  keep(exit: Exit): Promise<void>
}

export function classArchive(folder: string, program: string, version: string): ClassArchive {
  const archive = join(folder, `${program}-java-${version}.jsa`)
  if (existsSync(archive)) return { flags: [`-XX:SharedArchiveFile=${archive}`], keep: () => Promise.resolve() }
  const fresh = `${archive}.${process.pid}`
  return {
    flags: [`-XX:ArchiveClassesAtExit=${fresh}`],
    keep: async ({ signal }) => {
      if (signal === null && existsSync(fresh)) await rename(fresh, archive)
      else await rm(fresh, { force: true })
    }
  }
}

/** Small and quick to start: a local stack has no use for the optimising compiler's last tier, nor for a large heap. */
export function smallJvm(scratch: string): readonly string[] {
  return [
    '-Xms64m',
    '-Xmx256m',
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-XX:-UsePerfData',
    '-XX:+ExitOnOutOfMemoryError',
    '-Xlog:disable',
    `-Djava.io.tmpdir=${scratch}`
  ]
}

/** Ends a Java program in order, and keeps the class-data archive that it wrote. */
export async function stopJava(child: Child, archive: ClassArchive): Promise<void> {
  await archive.keep(await child.stop())
}

/** Long enough to write a class-data archive on a busy machine. */
export const JAVA_STOP_TIMEOUT_MS = 60_000
