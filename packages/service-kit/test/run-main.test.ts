import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'

type Line = Record<string, unknown> & { message: string }

const main = join(import.meta.dirname, 'fixtures/service.ts')

/** A real process; `seen(message)` resolves with the log line of that message. */
function start(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], {
    env: { OPS_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const lines: Line[] = []
  const waiting = new Map<string, (line: Line) => void>()
  let output = ''
  createInterface(child.stdout).on('line', (text) => {
    output += `${text}\n`
    if (!text.startsWith('{')) return
    const line = JSON.parse(text) as Line
    lines.push(line)
    waiting.get(line.message)?.(line)
  })
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, lines, output }))
  const seen = (message: string): Promise<Line> => {
    const { promise, resolve, reject } = Promise.withResolvers<Line>()
    const known = lines.find((line) => line.message === message)
    if (known !== undefined) resolve(known)
    waiting.set(message, resolve)
    void exited.then(() => {
      reject(new Error(`ended without "${message}":\n${output}`))
    })
    return promise
  }
  return { kill: (signal: NodeJS.Signals) => child.kill(signal), seen, exited }
}

function fatal(lines: readonly Line[]): unknown[] {
  return lines.filter(({ level }) => level === 'fatal').map(({ code }) => code)
}

/** What the app was told of its end: once, after the services have drained. */
function endings(lines: readonly Line[]): unknown[] {
  const drained = lines.findIndex(({ message }) => message === 'Other has drained')
  const told = lines.flatMap((line, index) =>
    line.message === 'Has ended' ? [{ index, code: line['error_code'] }] : []
  )
  assert.ok(told.every(({ index }) => index > drained))
  return told.map(({ code }) => code)
}

async function get(port: unknown, path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`http://127.0.0.1:${String(port)}${path}`)
  return { status: response.status, body: await response.text() }
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} drains all services and exits 0`, async () => {
    const child = start({ PLAN: 'drain' })
    await child.seen('Working')
    child.kill(signal)
    const { code, lines } = await child.exited
    assert.equal(code, 0)
    assert.deepEqual(fatal(lines), [])
    assert.ok(lines.some(({ message }) => message === 'Other has drained'))
    assert.deepEqual(endings(lines), ['none'])
  })
}

test('health, readiness and metrics are served while it runs', async () => {
  const child = start({ PLAN: 'drain' })
  const { ops_port: port } = await child.seen('Starting')
  await child.seen('Working')
  assert.equal((await get(port, '/healthz')).status, 200)
  assert.deepEqual(await get(port, '/readyz'), { status: 200, body: '{"ready":true,"reasons":{}}\n' })
  assert.match((await get(port, '/metrics')).body, /^nodejs_eventloop_lag_p99_seconds\{service="a-service"\}/m)
  assert.equal((await get(port, '/other')).status, 404)
  child.kill('SIGTERM')
  assert.equal((await child.exited).code, 0)
})

test('while it builds it is alive but not ready, and a signal ends the build', async () => {
  const child = start({ PLAN: 'slow-build' })
  const { ops_port: port } = await child.seen('Starting')
  assert.equal((await get(port, '/healthz')).status, 200)
  assert.deepEqual(await get(port, '/readyz'), {
    status: 503,
    body: '{"ready":false,"reasons":{"service":"starting"}}\n'
  })
  child.kill('SIGTERM')
  const { code, lines } = await child.exited
  assert.deepEqual([code, fatal(lines)], [0, []])
})

test('a drain that does not end is cut off, said and failed; a second signal changes nothing', async () => {
  const child = start({ PLAN: 'hang', SHUTDOWN_TIMEOUT_MS: '700' })
  const { ops_port: port } = await child.seen('Starting')
  await child.seen('Working')
  child.kill('SIGTERM')
  await child.seen('Service is draining')
  assert.deepEqual(await get(port, '/readyz'), {
    status: 503,
    body: '{"ready":false,"reasons":{"service":"draining"}}\n'
  })
  child.kill('SIGTERM')
  await child.seen('Already draining')
  const { code, lines } = await child.exited
  assert.equal(code, 1)
  assert.deepEqual(fatal(lines), ['SHUTDOWN_TIMED_OUT'])
  assert.match(lines.find(({ level }) => level === 'fatal')!.message, /still busy: worker$/)
  assert.deepEqual(endings(lines), ['SHUTDOWN_TIMED_OUT'])
})

const fatalPlans: [plan: string, code: string][] = [
  ['fail', 'WORKER_BROKEN'],
  ['throw', 'WILD_THROW'],
  ['reject', 'WILD_REJECTION'],
  ['return', 'SERVICE_ENDED_EARLY']
]
for (const [plan, code] of fatalPlans) {
  test(`plan "${plan}": the others drain, the exit code is 1, code and fix are told`, async () => {
    const { code: exitCode, lines } = await start({ PLAN: plan }).exited
    assert.equal(exitCode, 1)
    assert.deepEqual(fatal(lines), [code])
    assert.ok(lines.some(({ level, fix, message }) => level === 'fatal' && fix && message))
    assert.deepEqual(endings(lines), [code])
    assert.ok(lines.some(({ message }) => message === 'Other has drained'))
  })
}

test('a build that fails ends the process', async () => {
  const { code, lines } = await start({ PLAN: 'bad-build' }).exited
  assert.deepEqual([code, fatal(lines)], [1, ['BUILD_BROKEN']])
})

test('a drain that fails is not a good end', async () => {
  const child = start({ PLAN: 'fail-in-drain' })
  await child.seen('Working')
  child.kill('SIGTERM')
  const { code, lines } = await child.exited
  assert.deepEqual([code, fatal(lines)], [1, ['DRAIN_BROKEN']])
})

test('a wrong configuration ends at once and names every variable', async () => {
  const { code, lines } = await start({ OPS_PORT: 'x', LOG_LEVEL: 'loud' }).exited
  assert.deepEqual([code, fatal(lines)], [1, ['CONFIG_INVALID']])
  assert.match(String(lines[0]!['fix']), /^Set OPS_PORT, LOG_LEVEL, PLAN;/)
})

test('a taken port is told with the fix', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { code, lines } = await start({ PLAN: 'drain', OPS_PORT: String(port) }).exited
  other.close()
  assert.deepEqual([code, fatal(lines)], [1, ['OPS_PORT_UNAVAILABLE']])
})

test('--help describes the environment and needs none of it', async () => {
  const { code, output } = await start({}, '--help').exited
  assert.equal(code, 0)
  assert.match(output, /^a-service reads these environment variables:\n\n {2}OPS_HOST \(default: 127\.0\.0\.1\)\n/)
  assert.match(output, /PLAN \(required\)/)
})

test('an unreachable collector costs neither the service nor its end', async () => {
  const child = start({ PLAN: 'drain', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })
  await child.seen('Working')
  child.kill('SIGTERM')
  const { code, lines } = await child.exited
  assert.deepEqual([code, fatal(lines)], [0, []])
})
