import assert from 'node:assert/strict'
import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { withClient } from '@sales-pipeline/stack'
import { spawnService, useStack } from '@sales-pipeline/testkit'

const SCHEMA = 'CREATE TABLE sale (sale_id text PRIMARY KEY); CREATE PUBLICATION sales_pipeline FOR TABLE sale'

test('a database of its own: the owner writes, the bridge reads and replicates, nobody else gets in', async (t) => {
  const stack = await useStack()
  const folder = await mkdtemp(join(tmpdir(), 'testkit-'))
  t.after(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'schema.sql'), SCHEMA)
  const database = await stack.database([join(folder, 'schema.sql')])

  await withClient(database.url, (owner) => owner.query("INSERT INTO sale VALUES ('1')"))
  await withClient(database.bridgeUrl, async (bridge) => {
    const { rows } = await bridge.query('SELECT sale_id FROM sale')
    assert.deepEqual(rows, [{ sale_id: '1' }])
    await bridge.query("SELECT pg_create_logical_replication_slot('testkit', 'pgoutput')")
    await assert.rejects(bridge.query('DELETE FROM sale'), /permission denied/)
  })
  await assert.rejects(
    withClient(new URL(new URL(database.url).pathname, stack.resultsDatabaseUrl).href, (other) =>
      other.query('SELECT 1')
    ),
    /permission denied for database/
  )

  await database.drop()
  await withClient(stack.postgresUrl, async (admin) => {
    const { rows } = await admin.query("SELECT slot_name FROM pg_replication_slots WHERE slot_name = 'testkit'")
    assert.deepEqual(rows, [])
  })
})

test('topics of its own: provisioned with their contracts, under a prefix nobody else has', async () => {
  const stack = await useStack()
  const [mine, yours] = await Promise.all([stack.topics(), stack.topics()])
  assert.notEqual(mine.prefix, yours.prefix)
  for (const { prefix } of [mine, yours]) {
    // Not the list of subjects: the registry cuts it off where there are many.
    const { status } = await fetch(`${stack.registryUrl}/subjects/${prefix}sales-value/versions/latest`)
    assert.equal(status, 200)
  }
})

test('a service process: ready, killed, restarted with the same environment, stopped in order', async (t) => {
  const stack = await useStack()
  const folder = await mkdtemp(join(tmpdir(), 'testkit-'))
  t.after(() => rm(folder, { recursive: true }))
  const { env } = await stack.topics()
  await using first = await spawnService('file-ingestor', { ...env, INBOX_DIR: folder })
  await first.ready()
  first.kill('SIGKILL')
  assert.equal((await first.exited).signal, 'SIGKILL')

  await using second = await first.restart()
  assert.notEqual(second.pid, first.pid)
  assert.equal(second.opsUrl, first.opsUrl)
  await second.ready()
  assert.deepEqual(await second.stop(), { code: 0, signal: null })
})

test('a service that cannot start is not waited for, and its last words are quoted', async () => {
  await using service = await spawnService('file-ingestor', {})
  await assert.rejects(service.ready(), /file-ingestor ended with code 1 before it was ready\.[^]*KAFKA_BROKERS/)
})
