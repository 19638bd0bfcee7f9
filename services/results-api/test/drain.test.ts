import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createLogger } from '@sales-pipeline/observability'
import { httpService } from '../src/adapters/http/http-service.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

test('a drain finishes the request at hand, then closes its kept-alive connection', async () => {
  const [stop, listening, asked, goOn] = [
    new AbortController(),
    ...Array.from({ length: 3 }, () => Promise.withResolvers<undefined>())
  ]
  const health = {
    ready: () => {
      listening!.resolve(undefined)
    },
    notReady: () => undefined,
    outage: () => undefined
  }
  const port = await freePort()
  const service = httpService({
    ...{ host: '127.0.0.1', port, health, logger: createLogger({ service: 'test', level: 'silent' }) },
    listener: (_request, response) => {
      asked!.resolve(undefined)
      void goOn!.promise.then(() => response.end('done'))
    }
  })
  const running = service.run(stop.signal)
  await listening!.promise
  const client = connect(port, '127.0.0.1')
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await asked!.promise
  stop.abort()
  goOn!.resolve(undefined)
  const [reply] = (await once(client, 'data')) as [Buffer]
  assert.match(reply.toString(), /200 OK[^]*done/)
  await running
})
