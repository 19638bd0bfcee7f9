import { exitCode, spawnChild } from './child.ts'
import { freeStackPorts } from './ports.ts'
import type { Progress } from './progress.ts'
import { startStack, type Endpoints, type Stack } from './stack.ts'

/** The environment variable in which a command finds its stack, as JSON. */
const STACK_VARIABLE = 'SALES_STACK'

/** What a command is told of its stack. */
export interface CommandStack extends Endpoints, Pick<Stack, 'logs' | 'pids'> {}

/** The stack that this process was started beside. */
export function stackOfCommand(env: NodeJS.ProcessEnv): CommandStack {
  const json = env[STACK_VARIABLE]
  if (json === undefined) {
    throw new Error('There is no stack to test on. Run: npm run --silent stack -- run -- node --test <files>')
  }
  return JSON.parse(json) as CommandStack
}

/**
 * Runs a command beside a stack of its own on free ports, stops the stack, and answers with the command's exit code. The logs are
 * kept if that is not 0.
 */
export async function runWithStack(command: readonly [string, ...string[]], signal: AbortSignal): Promise<number> {
  const stack = await startStack({
    name: `run-${process.pid}`,
    ports: await freeStackPorts(),
    progress: onlyDownloads,
    signal
  })
  try {
    const code = await run(command, stack, signal)
    await stack.stop()
    if (code === 0) await stack.removeLogs()
    else console.error(`The logs of the stack: ${stack.logs}`)
    return code
  } finally {
    await stack.stop()
  }
}

/** What takes long enough to wonder about. Not on stdout: that is the command's. */
const onlyDownloads: Progress = (part, news) => {
  if (part === 'maven') console.error(`${part} ${news}`)
}

async function run(
  [command, ...args]: readonly [string, ...string[]],
  stack: Stack,
  signal: AbortSignal
): Promise<number> {
  const told: CommandStack = { ...stack.endpoints, logs: stack.logs, pids: stack.pids }
  const env = { ...process.env, [STACK_VARIABLE]: JSON.stringify(told) }
  const child = await spawnChild({ name: command, command, args, env })
  const stop = (): void => void child.stop()
  signal.addEventListener('abort', stop)
  try {
    signal.throwIfAborted()
    const exit = await Promise.race([child.exited, stack.failed])
    signal.throwIfAborted()
    return exitCode(exit)
  } finally {
    signal.removeEventListener('abort', stop)
    await child.stop()
  }
}
