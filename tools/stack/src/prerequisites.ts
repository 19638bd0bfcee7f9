import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** What the stack calls, and the Debian package that brings it. */
const PACKAGES = {
  java: 'openjdk-17-jre-headless',
  mvn: 'maven',
  setpriv: 'util-linux',
  flock: 'util-linux'
} as const

export type Program = keyof typeof PACKAGES

/** Names every program that is missing, with the one command that installs them all. */
export function requirePrograms(programs: readonly Program[], path = process.env['PATH'] ?? ''): void {
  const missing = programs.filter(
    (program) => !path.split(delimiter).some((folder) => isExecutable(join(folder, program)))
  )
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((program) => PACKAGES[program]))]
  throw new Error(`Missing: ${missing.join(', ')}. Install with: apt-get install ${packages.join(' ')}`)
}

/** The full version of the Java on the path, such as 17.0.15. Refuses one that is older than 17. */
export async function javaVersion(): Promise<string> {
  const { stderr } = await promisify(execFile)('java', ['-version'])
  const version = /version "([^"]+)"/.exec(stderr)?.[1] ?? ''
  if (Number.parseInt(version) >= 17) return version
  throw new Error(
    `java is version ${version || 'unknown'}, and Kafka needs 17 or later. Install with: apt-get install ${PACKAGES.java}`
  )
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
