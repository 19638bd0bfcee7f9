import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test, type TestContext } from 'node:test'
import { allTopics, customerTopics, sales } from '@sales-pipeline/contracts'
import { useStack } from '@sales-pipeline/testkit'
import { provision } from '../src/index.ts'
import { provisionTopics } from '../src/provision.ts'
import { clientOf } from './open.ts'

type Line = Readonly<Record<string, unknown>> & { readonly message: string }

const MAIN = join(import.meta.dirname, '../src/register-contracts/main.ts')

/** The program as a process; `said(text)` resolves with the first log line that contains it. */
function run(t: TestContext, env: Readonly<Record<string, string>>, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const lines: Line[] = []
  let output = ''
  const waiting = new Map<string, (line: Line) => void>()
  createInterface(child.stdout).on('line', (text) => {
    output += `${text}\n`
    if (!text.startsWith('{')) return
    const line = JSON.parse(text) as Line
    lines.push(line)
    for (const [awaited, resolve] of waiting) if (line.message.includes(awaited)) resolve(line)
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, lines, output }))
  const said = (text: string): Promise<Line> => {
    const { promise, resolve, reject } = Promise.withResolvers<Line>()
    waiting.set(text, resolve)
    void ended.then(() => {
      reject(new Error(`ended without "${text}":\n${output}`))
    })
    return promise
  }
  return { ended, said, kill: (signal: NodeJS.Signals) => child.kill(signal) }
}

/** Names of one's own in the shared cluster, in which nothing exists yet. */
async function emptyWorld() {
  const stack = await useStack()
  const prefix = `deploy-${randomBytes(4).toString('hex')}.`
  const env = { KAFKA_BROKERS: stack.kafkaBootstrap, SCHEMA_REGISTRY_URL: stack.registryUrl, TOPIC_PREFIX: prefix }
  return { prefix, env, settings: stack.kafkaSettings(prefix) }
}

function fatal(lines: readonly Line[]): Line {
  const line = lines.find(({ level }) => level === 'fatal')
  assert.ok(line, 'there is a fatal line')
  return line
}

test('it makes topics and schemas, after which a service finds its contracts; again changes nothing', async (t) => {
  const { env, settings } = await emptyWorld()
  for (const round of ['first', 'again']) {
    const { code, output } = await run(t, env).ended
    assert.equal(code, 0, `${round}: ${output}`)
  }
  const kafka = clientOf(settings)
  for (const topic of allTopics) await kafka.open(topic)
  assert.equal((await kafka.offsets(await kafka.open(sales))).size, sales.partitions)
})

test('told which lines to register, it leaves the others alone', async (t) => {
  const { env, settings } = await emptyWorld()
  const { code, output } = await run(t, { ...env, LINES: 'customers' }).ended
  assert.equal(code, 0, output)
  const kafka = clientOf(settings)
  for (const topic of customerTopics) await kafka.open(topic)
  await assert.rejects(kafka.open(sales), { code: 'KAFKA_CONTRACT_MISSING' })
})

test('told to check, it creates no topic, waits until they exist, and ends', async (t) => {
  const { env, settings, prefix } = await emptyWorld()
  const job = run(t, { ...env, TOPICS: 'check' })
  const { message } = await job.said('retrying')
  for (const { name } of allTopics) assert.ok(message.includes(prefix + name), message)
  await provisionTopics(settings, allTopics)
  const { code, output } = await job.ended
  assert.equal(code, 0, output)
})

test('two that register the same contracts at the same time both succeed', async () => {
  const { settings } = await emptyWorld()
  await Promise.all([provision(settings), provision(settings)])
  for (const topic of allTopics) await clientOf(settings).open(topic)
})

test('told to check, it refuses a topic with another number of partitions', async (t) => {
  const { env, settings } = await emptyWorld()
  await provision(settings, { topics: [{ ...sales, partitions: 2 }] })
  const { code, lines } = await run(t, { ...env, TOPICS: 'check' }).ended
  assert.equal(code, 1)
  assert.equal(fatal(lines)['code'], 'KAFKA_TOPIC_MISMATCH')
  assert.match(fatal(lines).message, /sales has 2 partitions, its contract asks for 6/)
})

test('what no waiting changes ends it at once, with code and fix', async (t) => {
  const { env } = await emptyWorld()
  const wrong: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ REPLICATION_FACTOR: '2' }, 'KAFKA_REFUSED'],
    [{ SCHEMA_REGISTRY_URL: new URL('/nowhere', env.SCHEMA_REGISTRY_URL).href }, 'KAFKA_REGISTRY_REFUSED'],
    [{ TOPICS: 'perhaps' }, 'CONFIG_INVALID'],
    [{ LINES: 'sales,cars' }, 'CONFIG_INVALID']
  ]
  for (const [change, expected] of wrong) {
    const { code, lines } = await run(t, { ...env, ...change }).ended
    assert.deepEqual([code, fatal(lines)['code']], [1, expected])
    assert.ok(fatal(lines)['fix'])
  }
})

test('an outage is waited for until SIGTERM', async (t) => {
  const { env } = await emptyWorld()
  const job = run(t, { ...env, SCHEMA_REGISTRY_URL: 'http://127.0.0.1:9' })
  await job.said('cannot reach the registry at http://127.0.0.1:9; retrying')
  job.kill('SIGTERM')
  assert.equal((await job.ended).code, 1)
})

test('--help needs no environment', async (t) => {
  const { code, output } = await run(t, {}, '--help').ended
  assert.equal(code, 0)
  assert.match(output, /^register-contracts reads these environment variables:[^]*TOPICS \(default: create\)/)
})
