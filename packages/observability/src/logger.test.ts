import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogger } from './logger.ts'

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = []
  write(createLogger({ service: 'a-service', level: 'info', destination: { write: (line) => void lines.push(line) } }))
  assert.equal(lines.length, 1)
  return JSON.parse(lines[0]!) as Record<string, unknown>
}

test('a line names time, level, service and message', () => {
  const line = logged((logger) => {
    logger.warn({ topic: 'sales' }, 'Late')
  })
  assert.match(String(line['time']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  assert.deepEqual(
    [line['level'], line['service'], line['message'], line['topic']],
    ['warn', 'a-service', 'Late', 'sales']
  )
  assert.equal(line['trace_id'], undefined)
})

test('an error is told with code, fix and causes, and with nothing that a client hung on it', () => {
  const cause = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' })
  const error = Object.assign(new Error('no broker', { cause }), { code: 'KAFKA_DOWN', fix: 'start it', row: 'Mary' })
  const err = logged((logger) => {
    logger.error(error)
  })['err'] as Record<string, Record<string, unknown>>
  assert.equal(err['code'], 'KAFKA_DOWN')
  assert.equal(err['fix'], 'start it')
  assert.equal(err['cause']?.['code'], 'ECONNREFUSED')
  assert.equal(err['row'], undefined)
})

test('secrets are never written', () => {
  const line = logged((logger) => {
    logger.info(
      { password: 'pw1', sasl: { password: 'pw2' }, http: { headers: { Authorization: 'pw3' } }, SECRET: 'pw4' },
      'connecting to postgres://me:pw5@host/db'
    )
  })
  assert.doesNotMatch(JSON.stringify(line), /pw\d/)
  assert.equal(line['message'], 'connecting to postgres://me:[redacted]@host/db')
})

test('a circle of causes ends', () => {
  const error = new Error('a')
  error.cause = error
  assert.ok(
    logged((logger) => {
      logger.error(error)
    })['err']
  )
})
