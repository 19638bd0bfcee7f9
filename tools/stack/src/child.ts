import { spawn, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { identityFlags, type Account } from './account.ts'

export interface ChildOptions {
  /** What messages call it, such as `kafka`. */
  readonly name: string
  readonly command: string
  readonly args?: readonly string[]
  /** The whole environment of the child. Default: ours. */
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** A file that stdout and stderr are appended to. Default: our own stdin, stdout and stderr. */
  readonly logFile?: string
  /** Run under this account instead of ours (we must be root). */
  readonly account?: Account
  /** Asks it to end in order. Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals
  /** It does not keep us running, unless somebody waits for its end. Default false. */
  readonly background?: boolean
  /** How long an orderly end may take before SIGKILL, in milliseconds. Default 20,000. */
  readonly stopTimeoutMs?: number
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Child {
  readonly name: string
  readonly pid: number
  readonly logFile: string | undefined
  /** Settles when the process has ended, however it did. Never rejects. */
  readonly exited: Promise<Exit>
  readonly running: boolean
  /** Sends a signal to the process and to those that it started. */
  kill(signal: NodeJS.Signals): void
  /** Ends it in order; after `stopTimeoutMs` by SIGKILL. Asking twice does no harm. */
  stop(): Promise<Exit>
}

/** If the parent died before the signal below was armed, nobody would ever end the child: compare, then become the command. */
const LAUNCH = '[ "$PPID" = "$0" ] && exec "$@"'

/**
 * Starts a process that cannot outlive us, even if we are killed by SIGKILL: the kernel kills it when the thread that started it
 * ends (prctl(2), PR_SET_PDEATHSIG), so call this from the main thread. It gets a session of its own: Ctrl-C in the terminal
 * reaches only us, and we decide the order of stopping.
 */
export async function spawnChild(options: ChildOptions): Promise<Child> {
  const { command, args = [], account, env = process.env, cwd = process.cwd(), logFile } = options
  const log = logFile === undefined ? undefined : openSync(logFile, 'a')
  const stdio: StdioOptions = log === undefined ? 'inherit' : ['ignore', log, log]
  const identity = account === undefined ? [] : identityFlags(account)
  const launcher = ['--pdeathsig', 'KILL', ...identity, '/bin/sh', '-c', LAUNCH, String(process.pid)]
  const child = spawn('setpriv', [...launcher, command, ...args], { cwd, env, stdio, detached: true })
  if (log !== undefined) closeSync(log)

  let running = true
  if (options.background === true) child.unref()
  const { promise: exited, resolve: settle } = Promise.withResolvers<Exit>()
  child.once('exit', (code, signal) => {
    running = false
    // Whatever it started and left behind. Not later: ids of processes are used again.
    signalGroup(child.pid, 'SIGKILL')
    settle({ code, signal })
  })
  try {
    await once(child, 'spawn')
  } catch (cause) {
    throw new Error(`${options.name} cannot be started. setpriv comes with: apt-get install util-linux`, { cause })
  }
  const pid = child.pid ?? 0
  return {
    name: options.name,
    pid,
    logFile,
    get exited() {
      child.ref()
      return exited
    },
    get running() {
      return running
    },
    kill: (signal) => {
      if (running) signalGroup(pid, signal)
    },
    stop: async () => {
      child.ref()
      if (running) {
        signalGroup(pid, options.stopSignal ?? 'SIGTERM')
        await within(options.stopTimeoutMs ?? 20_000, exited)
      }
      if (running) signalGroup(pid, 'SIGKILL')
      return exited
    }
  }
}

/** The shell's convention: the exit code, or 128 + the number of the signal that ended it. */
export function exitCode({ code, signal }: Exit): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal])
}

/** Waits for the event, but no longer than the time. */
async function within(timeMs: number, event: Promise<unknown>): Promise<void> {
  const alarm = new AbortController()
  const timeout = delay(timeMs, undefined, { signal: alarm.signal }).catch(() => undefined)
  await Promise.race([event, timeout])
  alarm.abort()
}

function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return
  try {
    process.kill(-leader, signal)
  } catch (error) {
    // ESRCH: all of the group have ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
