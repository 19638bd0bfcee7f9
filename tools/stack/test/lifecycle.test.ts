import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { freeStackPorts, HOST, startStack, withClient, type CommandStack } from '@sales-pipeline/stack'
import { eventually } from '@sales-pipeline/testkit'

const MAIN = join(import.meta.dirname, '../src/main.ts')
const TELL_AND_WAIT = 'console.log(process.env.SALES_STACK); setInterval(() => undefined, 1000)'

/** `stack run` with a command, as `make test` starts it. */
function run(
  t: TestContext,
  ...command: readonly string[]
): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const starter = spawn(process.execPath, [MAIN, 'run', '--', ...command], { stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => starter.kill('SIGKILL'))
  return starter
}

async function runningStack(t: TestContext) {
  const starter = run(t, process.execPath, '-e', TELL_AND_WAIT)
  const [line] = (await once(createInterface(starter.stdout), 'line')) as [string]
  const stack = JSON.parse(line) as CommandStack
  return { starter, stack, descendants: descendantsOf(starter.pid ?? 0) }
}

function descendantsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

/** Whether it runs: a zombie has ended, and only waits to be counted by its parent. */
function lives(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/^\d+ \(.*\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}

function allEnded(pids: readonly number[]): Promise<void> {
  return eventually(() => {
    assert.deepEqual(pids.filter(lives), [])
  })
}

test('kill -9 of whoever started the stack ends every process of it', async (t) => {
  const { starter, stack, descendants } = await runningStack(t)
  for (const pid of Object.values(stack.pids)) assert.ok(descendants.includes(pid))
  starter.kill('SIGKILL')
  await allEnded(descendants)
})

test('kill -9 while the stack starts ends every process of it', async (t) => {
  const starter = run(t, 'true')
  const descendants = await eventually(() => {
    const found = descendantsOf(starter.pid ?? 0)
    assert.ok(found.length >= 2)
    return found
  })
  starter.kill('SIGKILL')
  await allEnded(descendants)
})

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGHUP', 129]
] as const) {
  test(`${signal} stops everything in order and leaves no data`, async (t) => {
    const { starter, stack, descendants } = await runningStack(t)
    starter.kill(signal)
    assert.deepEqual(await once(starter, 'exit'), [code, null])
    await allEnded(descendants)
    assert.ok(!existsSync(join(stack.logs, '../postgres')))
  })
}

test('the command decides the exit code, and a success leaves no logs', async (t) => {
  const [failed, succeeded] = [run(t, 'sh', '-c', 'exit 7'), run(t, 'true')]
  const codes = await Promise.all([once(failed, 'exit'), once(succeeded, 'exit')])
  assert.deepEqual(codes, [[7, null], [0, null]]) // prettier-ignore
  assert.ok(!existsSync(join(import.meta.dirname, `../../../.local/run-${succeeded.pid ?? 0}`)))
})

test('a server that dies ends the command, and is named with its log', async (t) => {
  const { starter, stack, descendants } = await runningStack(t)
  const [said, exit] = [text(starter.stderr), once(starter, 'exit')]
  process.kill(stack.pids['kafka'] ?? 0, 'SIGKILL')
  assert.deepEqual(await exit, [1, null])
  assert.match(await said, /kafka ended with code 137 while it was needed\. .*kafka\.log/)
  await allEnded(descendants)
})

test('a port in use is refused before anything starts, naming its holder and the setting', async (t) => {
  const ports = await freeStackPorts()
  const holder = createServer().listen(ports.registry, HOST)
  t.after(() => holder.close())
  await once(holder, 'listening')
  await assert.rejects(
    startStack({ name: `run-conflict-${process.pid}`, ports }),
    new RegExp(`Port ${ports.registry} for registry is in use by pid ${process.pid} .* set SALES_STACK_REGISTRY_PORT`)
  )
})

test('each account of Postgres gets into its own database only, and replication is on', async () => {
  const stack = await startStack({ name: `run-accounts-${process.pid}`, ports: await freeStackPorts() })
  try {
    const { sourceDatabaseUrl, bridgeDatabaseUrl, resultsDatabaseUrl } = stack.endpoints
    const walLevel = await withClient(bridgeDatabaseUrl, (bridge) => bridge.query('SHOW wal_level'))
    assert.deepEqual(walLevel.rows, [{ wal_level: 'logical' }])
    const crossed = new URL(resultsDatabaseUrl)
    crossed.pathname = new URL(sourceDatabaseUrl).pathname
    await assert.rejects(
      withClient(crossed.href, (other) => other.query('SELECT 1')),
      /permission denied for database/
    )
    await assert.rejects(
      startStack({ name: `run-accounts-${process.pid}`, ports: await freeStackPorts() }),
      /already runs, started by pid/
    )
  } finally {
    await stack.stop()
    await stack.removeLogs()
  }
})
