import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { endOfLog, exitCode, spawnChild, type Child } from '@sales-pipeline/stack'
import type { Rate } from '../measure/rate.ts'

/** The programs of this folder that measure one limit each. */
export type LimitName =
  'bare-producer' | 'bare-reader' | 'bare-consumer' | 'bare-copy' | 'bare-soap-client' | 'http-load'

let started = 0

/** Runs one of our programs as a process of its own, which cannot outlive us; its input is its one argument. */
export function startProgram(name: string, input: object, logs: string): Promise<Child> {
  started += 1
  return spawnChild({
    name,
    command: process.execPath,
    args: [join(import.meta.dirname, `${name}.ts`), JSON.stringify(input)],
    logFile: join(logs, `${name}-${started}.log`)
  })
}

export async function measureLimit(name: LimitName, input: object, logs: string): Promise<Rate> {
  const child = await startProgram(name, input, logs)
  const exit = await child.exited
  if (exitCode(exit) !== 0) throw new Error(`${name} ended with code ${exitCode(exit)}.${endOfLog(child)}`)
  const [answer = ''] = readFileSync(child.logFile ?? '', 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-1)
  return JSON.parse(answer) as Rate
}
