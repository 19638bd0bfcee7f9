import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { useMongodb } from '../src/index.ts'

test('every test has a database of its own in one server', async () => {
  const [first, second] = await Promise.all([useMongodb(), useMongodb()])
  assert.equal(first.uri, second.uri)
  assert.notEqual(first.database, second.database)
  const { hostname, port } = new URL(first.uri)
  const socket = connect({ host: hostname, port: Number(port) })
  await once(socket, 'connect')
  socket.destroy()
})
