import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { deadLetters, lineage, type LineageEvent } from '@sales-pipeline/contracts'
import { eventually } from '@sales-pipeline/testkit'
import { openWorld } from './lineage-world.ts'

/** An OpenLineage endpoint that answers as it is told, event by event; the last answer stays. */
async function endpointAnswering(...statuses: readonly number[]) {
  const taken: string[] = []
  let asked = 0
  const server = createServer((request, response) => {
    const status = statuses[Math.min(asked++, statuses.length - 1)] ?? 201
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (status < 300) taken.push(`${request.headers.authorization ?? ''} ${Buffer.concat(chunks).toString()}`)
      response.writeHead(status).end('so it is')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    taken,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}

test('every event is forwarded once, in order, through refusals and outages of the endpoint', async () => {
  await using world = await openWorld()
  await using endpoint = await endpointAnswering(503, 429, 422, 201)
  const topic = await world.kafka.open(lineage)
  const event = (number: number): LineageEvent => ({
    ...{ event_time: 0, event_type: 'START', run_id: 'r', job_namespace: 'n', job_name: 'j', producer: 'p' },
    event: JSON.stringify({ number })
  })
  await world.producer.send([0, 1, 2].map((number) => topic.record('r', event(number))))
  const env = { OPENLINEAGE_URL: endpoint.url, OPENLINEAGE_API_KEY: 'a key', LINEAGE_INTERVAL_MS: '60000' }
  await using service = await world.start(env)
  await eventually(() => {
    assert.deepEqual(endpoint.taken.slice(0, 2), ['Bearer a key {"number":1}', 'Bearer a key {"number":2}'])
  })
  const letters = await world.kafka.open(deadLetters('results-api'))
  await eventually(async () => {
    const codes: string[] = []
    await world.kafka.readPartition(letters, 0, async (messages) => {
      for (const record of await letters.decode(messages)) {
        if (record.failure === undefined)
          codes.push(`${record.value?.code ?? ''} ${record.value?.original.toString() ?? ''}`)
      }
    })
    assert.deepEqual(codes, ['RESULTS_LINEAGE_REFUSED {"number":0}'])
  })
  assert.doesNotMatch(service.logs, /a key/)
  await service.stop()
})
