import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountOf } from './account.ts'
import { brokerCount, serverProperties } from './kafka.ts'
import { serverSettings } from './postgres.ts'

test('Kafka listens on the loopback address alone, and makes no topic unasked', () => {
  const lines = serverProperties('/data', { kafka: 1, kafkaController: 2 }).split('\n')
  assert.ok(lines.includes('listeners=PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2'))
  assert.ok(lines.includes('controller.quorum.voters=1@127.0.0.1:2'))
  assert.ok(lines.includes('log.dirs=/data'))
  assert.ok(lines.includes('auto.create.topics.enable=false'))
})

test('Postgres listens on the loopback address alone, with logical replication', () => {
  const settings = serverSettings(5433)
  assert.equal(settings['listen_addresses'], '127.0.0.1')
  assert.equal(settings['port'], 5433)
  assert.equal(settings['wal_level'], 'logical')
})

test('the brokers are counted in a metadata response', () => {
  const response = Buffer.from('00000020' + '00000001' + '00000000' + '00000001' + '0000', 'hex')
  assert.equal(brokerCount(response), 1)
})

test('an account is looked up by its name, and a missing one is named', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin\n'
  assert.deepEqual(accountOf(passwd, 'nobody'), { uid: 65534, gid: 65533 })
  assert.throws(() => accountOf(passwd, 'ghost'), /no account "ghost".*useradd ghost/)
})
