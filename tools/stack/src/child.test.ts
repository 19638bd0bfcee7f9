import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { exitCode, spawnChild } from './child.ts'

async function shell(t: TestContext, script: string, options: { stopTimeoutMs?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'child-'))
  t.after(() => rm(folder, { recursive: true }))
  const logFile = join(folder, 'child.log')
  const child = await spawnChild({ name: 'child', command: 'sh', args: ['-c', script], logFile, ...options })
  return { child, log: () => readFile(logFile, 'utf8') }
}

test('what a child prints is in its log, and its exit code is told', async (t) => {
  const { child, log } = await shell(t, 'echo out; echo err >&2; exit 3')
  assert.equal(exitCode(await child.exited), 3)
  assert.equal(child.running, false)
  assert.equal(await log(), 'out\nerr\n')
})

test('stop ends a child by SIGTERM, and asking twice does no harm', async (t) => {
  const { child } = await shell(t, 'exec sleep 60')
  const [first, second] = await Promise.all([child.stop(), child.stop()])
  assert.deepEqual([first.signal, second.signal, exitCode(first)], ['SIGTERM', 'SIGTERM', 143])
  await child.stop()
})

test('a child that will not end is killed after its time', async (t) => {
  const { child, log } = await shell(t, 'trap "" TERM; echo deaf; while :; do sleep 0.01; done', { stopTimeoutMs: 100 })
  while ((await log()) === '') await setImmediate()
  assert.equal((await child.stop()).signal, 'SIGKILL')
})

test('a command that does not exist ends with code 127, as in a shell', async () => {
  const child = await spawnChild({ name: 'ghost', command: '/no/such/program', logFile: '/dev/null' })
  assert.equal(exitCode(await child.exited), 127)
})
