import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { spawnChild } from './child.ts'
import type { JavaParts } from './fetch.ts'
import { classArchive, JAVA_STOP_TIMEOUT_MS, smallJvm, stopJava } from './java.ts'
import { READY_WITHIN_MS, type Surroundings } from './part.ts'
import { HOST } from './ports.ts'
import { waitUntilReady } from './readiness.ts'

/** The address of the registry's API that is compatible with Confluent's. */
export function registryUrl(port: number): string {
  return `http://${HOST}:${port}/apis/ccompat/v7`
}

/** Starts Apicurio Registry with its store in memory. */
export async function startRegistry(
  java: JavaParts,
  version: string,
  port: number,
  around: Surroundings
): Promise<void> {
  const scratch = await around.folder.make('registry')
  const archive = classArchive(java.archives, 'registry', version)
  const settings = [
    `-Dquarkus.http.host=${HOST}`,
    `-Dquarkus.http.port=${port}`,
    '-Dquarkus.http.access-log.enabled=false'
  ]
  const child = await spawnChild({
    name: 'registry',
    command: 'java',
    args: [...smallJvm(scratch), ...archive.flags, ...settings, '-jar', await runnerJar(java.registry)],
    cwd: scratch,
    logFile: join(around.folder.logs, 'registry.log'),
    stopTimeoutMs: JAVA_STOP_TIMEOUT_MS
  })
  around.started({ child, stop: () => stopJava(child, archive) })
  await waitUntilReady(child, () => askForSubjects(port), { timeoutMs: READY_WITHIN_MS, signal: around.signal })
}

async function runnerJar(folder: string): Promise<string> {
  const jar = (await readdir(folder)).find((name) => name.endsWith('-runner.jar'))
  if (jar === undefined) throw new Error(`No runner jar in ${folder}. Delete that folder's parent to fetch it anew.`)
  return join(folder, jar)
}

async function askForSubjects(port: number): Promise<void> {
  const response = await fetch(`${registryUrl(port)}/subjects`, { signal: AbortSignal.timeout(2000) })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
}
