import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configuredPorts, freePorts, listeningInodes } from './ports.ts'

test('ports have defaults, and each can be set by its variable', () => {
  const defaults = { kafka: 19092, kafkaController: 19093, registry: 18081, postgres: 15432 }
  assert.deepEqual(configuredPorts({}), defaults)
  assert.deepEqual(configuredPorts({ SALES_STACK_POSTGRES_PORT: '5433' }), { ...defaults, postgres: 5433 })
})

for (const wrong of ['0', '65536', '-1', '80x', '1e3']) {
  test(`port ${wrong} is refused, naming the variable`, () => {
    assert.throws(
      () => configuredPorts({ SALES_STACK_KAFKA_PORT: wrong }),
      /SALES_STACK_KAFKA_PORT is ".*between 1 and 65535/
    )
  })
}

test('free ports are all different', async () => {
  assert.equal(new Set(await freePorts(20)).size, 20)
})

test('the listeners on a port are found in the table of /proc/net/tcp', () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:4A94 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 71234 1 0000000000000000 100 0 0 10 0
   1: 0100007F:4A94 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 71235 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 71236 1 0000000000000000 100 0 0 10 0
`
  assert.deepEqual([...listeningInodes(table, 0x4a94)], ['71234'])
  assert.deepEqual([...listeningInodes(table, 1)], [])
})
