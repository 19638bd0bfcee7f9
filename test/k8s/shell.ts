import { execFile } from 'node:child_process'

export interface RunOptions {
  readonly input?: string
  /** Default two minutes. */
  readonly timeoutMs?: number
}

const LONGEST_OUTPUT = 64 * 1024 * 1024

/** Runs a program and answers with what it printed. Rejects, quoting its stderr, when it fails or takes too long. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { input, timeoutMs = 120_000 } = options
  return new Promise((resolve, reject) => {
    const limits = { timeout: timeoutMs, maxBuffer: LONGEST_OUTPUT }
    const child = execFile(command, [...args], limits, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${command} ${args.join(' ')}: ${stderr.trim() || error.message}`, { cause: error }))
    })
    // A program that ends before it has read its input says why on stderr.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

/** The programs that reach the cluster; the environment may name others. */
export const KUBECTL = process.env['KUBECTL'] ?? 'kubectl'
export const HELM = process.env['HELM'] ?? 'helm'
