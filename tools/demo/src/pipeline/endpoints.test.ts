import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { describeEndpoints, readEndpoints, writeEndpoints, type PipelineEndpoints } from './endpoints.ts'
import { pipelinePorts } from './ports.ts'

const endpoints: PipelineEndpoints = {
  resultsApi: 'http://127.0.0.1:8080',
  inbox: '/tmp/inbox',
  sourceDatabaseUrl: 'postgres://source:s3cret@127.0.0.1:15432/source',
  resultsDatabaseUrl: 'postgres://results:s3cret@127.0.0.1:15432/results',
  kafkaBootstrap: '127.0.0.1:19092',
  registryUrl: 'http://127.0.0.1:18081/apis/ccompat/v7',
  partnerWsdl: 'http://127.0.0.1:18000/sales?wsdl',
  services: {
    'db-cdc-bridge': 'http://127.0.0.1:19464',
    'file-ingestor': 'http://127.0.0.1:19465',
    'soap-ingestor': 'http://127.0.0.1:19466',
    'city-aggregator': 'http://127.0.0.1:19467',
    'salesman-aggregator': 'http://127.0.0.1:19468',
    'results-api': 'http://127.0.0.1:19469'
  },
  logs: '/tmp/logs'
}

test('the page comes first', () => {
  assert.equal(describeEndpoints(endpoints, '/tmp/a')[0], '  the page             http://127.0.0.1:8080/')
})

test('passwords are not shown, and where to find them is', () => {
  const text = describeEndpoints(endpoints, '/tmp/endpoints.json').join('\n')
  assert.doesNotMatch(text, /s3cret/)
  assert.match(
    text,
    /psql 'postgres:\/\/source@127\.0\.0\.1:15432\/source' {3}\(its password is in \/tmp\/endpoints\.json\)/
  )
})

test('only the user may read the file with the passwords', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'endpoints-'))
  const file = join(folder, 'endpoints.json')
  writeEndpoints(file, endpoints)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.deepEqual(readEndpoints(file), endpoints)
  await rm(folder, { recursive: true })
})

test('ports have well-known defaults, and each can be moved', () => {
  assert.equal(pipelinePorts({}).resultsApi, 8080)
  const { ops, partner } = pipelinePorts({ SALES_FILE_INGESTOR_OPS_PORT: '20001', SALES_PARTNER_PORT: '20002' })
  assert.deepEqual([ops['db-cdc-bridge'], ops['file-ingestor'], partner], [19464, 20001, 20002])
  assert.throws(() => pipelinePorts({ SALES_RESULTS_API_PORT: 'http' }), /SALES_RESULTS_API_PORT is "http"/)
})
