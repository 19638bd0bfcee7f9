import assert from 'node:assert/strict'
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import type { Sale } from '@sales-pipeline/contracts'
import { eventually } from '@sales-pipeline/testkit'
import { csvRow, EMPTY_INBOX, HEADER, openInbox, type Inbox } from './inbox.ts'

async function finished(inbox: Inbox, ...done: string[]): Promise<void> {
  await eventually(() => {
    assert.deepEqual(inbox.names('done'), done.sort())
    assert.deepEqual(inbox.names(), EMPTY_INBOX)
  })
}

function content({ provenance, version, place, salesman, ...sale }: Sale): object {
  assert.ok(provenance.observed_at > 0 && version > 0n)
  return { ...sale, place: { ...place }, salesman: { ...salesman } }
}

describe('file-ingestor', () => {
  it('brings CSV, a JSON array and an object per line to `sales`, exactly', async () => {
    await using inbox = await openInbox()
    await using service = await inbox.start()
    await service.ready()
    inbox.drop(
      'a.csv',
      `\ufeff${HEADER},product\r\n1,7,"Hernandez, ""G""",New York,NY,USA,0.1,USD,2003-01-06,"two\r\nlines"\r\n`
    )
    inbox.drop(
      'b.json',
      '[\n {"sale_id": 12345678901234567890, "salesman_id": 7, "salesman_name": "Ann", "city": "Nantes",\n  "country": "France", "amount": 99999999999999.9999, "currency": "EUR", "sold_at": "2003-01-06T10:00:00+02:00"}\n]'
    )
    inbox.drop(
      'c.ndjson',
      '{"sale_id":"3","salesman_id":"7","salesman_name":"Ann","city":"Nantes","country":"France","amount":"5","currency":"EUR","sold_at":"2003-01-06 10:00:00+00"}\n'
    )
    await finished(inbox, 'a.csv', 'b.json', 'c.ndjson')

    const table = await inbox.table()
    const nantes = {
      place: { city: 'Nantes', region: '', country: 'France' },
      salesman: { id: '7', name: 'Ann' },
      currency: 'EUR',
      product: null
    }
    assert.deepEqual(Object.fromEntries([...table].map(([key, sale]) => [key, content(sale)])), {
      'files:1': {
        sale_id: 'files:1',
        place: { city: 'New York', region: 'NY', country: 'USA' },
        salesman: { id: '7', name: 'Hernandez, "G"' },
        amount: 1000n,
        currency: 'USD',
        sold_at: Date.UTC(2003, 0, 6),
        product: 'two\r\nlines'
      },
      'files:12345678901234567890': {
        ...nantes,
        sale_id: 'files:12345678901234567890',
        amount: 999999999999999999n,
        sold_at: Date.UTC(2003, 0, 6, 8)
      },
      'files:3': { ...nantes, sale_id: 'files:3', amount: 50000n, sold_at: Date.UTC(2003, 0, 6, 10) }
    })
    assert.match(table.get('files:1')!.provenance.dataset, /^a\.csv#sha256:[0-9a-f]{64}$/)
    assert.deepEqual([...table.values()].map(({ provenance }) => provenance.position).sort(), [
      'element 1',
      'line 1',
      'line 2'
    ])
    assert.deepEqual(await inbox.deadLetters(), [])
    assert.deepEqual((await inbox.checkpoints()).size, 0)
  })

  it('lets later files edit and delete what earlier ones said, and reads an identical file again', async () => {
    await using inbox = await openInbox()
    await using service = await inbox.start()
    await service.ready()
    inbox.drop('z-first.csv', [HEADER, csvRow(1), csvRow(2), csvRow(3), ''].join('\n'), 30)
    inbox.drop('b-edit.csv', [HEADER, csvRow(2, 10), ''].join('\n'), 20)
    inbox.drop('a-delete.csv', 'deleted,sale_id\ntrue,3\n', 10)
    await finished(inbox, 'z-first.csv', 'b-edit.csv', 'a-delete.csv')
    const amounts = async (): Promise<object> =>
      Object.fromEntries([...(await inbox.table())].map(([key, { amount }]) => [key, amount]))
    assert.deepEqual(await amounts(), { 'files:1': 12500n, 'files:2': 125000n })
    const versions = (await inbox.sent())
      .filter(({ key, value }) => key === 'files:2' && value !== null)
      .map(({ value }) => value!.version)
    assert.ok(versions[1]! > versions[0]!)

    inbox.drop('z-first.csv', [HEADER, csvRow(1), csvRow(2), csvRow(3), ''].join('\n'))
    await eventually(() => {
      assert.deepEqual(inbox.names('done').length, 4)
    })
    assert.deepEqual(await amounts(), { 'files:1': 12500n, 'files:2': 12500n, 'files:3': 12500n })
    assert.ok(inbox.names('done').some((name) => /^z-first\.[0-9a-f]{12}\.csv$/.test(name)))
  })

  it('dead-letters refused rows as they came, reports them beside the file, and takes the rest', async () => {
    await using inbox = await openInbox()
    await using service = await inbox.start()
    await service.ready()
    const bad = '2,7,,Nantes,,France,ten,EUR,2003-02-30'
    const formula = '=HYPERLINK("evil"),7'.replaceAll('"', '')
    inbox.drop('a.csv', [HEADER, csvRow(1), bad, formula, csvRow(4), ''].join('\r\n'))
    await finished(inbox, 'a.csv', 'a.csv.refused.csv')
    assert.deepEqual([...(await inbox.table()).keys()].sort(), ['files:1', 'files:4'])
    const letters = await inbox.deadLetters()
    assert.deepEqual(
      letters.map(({ code, origin, original, content_type }) => [
        code,
        origin.position,
        original.toString(),
        content_type
      ]),
      [
        ['ROW_INVALID', 'line 3', bad, 'text/csv'],
        ['ROW_MALFORMED', 'line 4', formula, 'text/csv']
      ]
    )
    assert.deepEqual(
      letters[0]!.violations.map(({ field }) => field),
      ['salesman_name', 'amount', 'sold_at']
    )
    const report = inbox.text('done/a.csv.refused.csv').split('\r\n')
    assert.equal(report[0], 'position,field,rule,message,row')
    assert.equal(report.length, 6)
    assert.match(report[4]!, /^"line 4","","columns","has 2 fields where the header has 9","'=HYPERLINK/)
    const metrics = await (await fetch(`${service.opsUrl}/metrics`)).text()
    assert.match(metrics, /sales_pipeline_dead_letters_total\{code="ROW_INVALID"[^}]*\} 1/)
    assert.match(metrics, /sales_pipeline_inbox_rows_sent_total\{kind="sale"[^}]*\} 2/)
    assert.match(metrics, /sales_pipeline_inbox_files_total\{outcome="failed"[^}]*\} 0/)
  })

  it('moves what cannot be read to failed/, with a report, and keeps the rows before the break', async () => {
    await using inbox = await openInbox()
    await using service = await inbox.start()
    await service.ready()
    inbox.drop('header.csv', 'sale_id;amount\n1;2\n', 40)
    inbox.drop(
      'cut.json',
      '[{"sale_id":"9","salesman_id":"7","salesman_name":"Ann","city":"Nantes","country":"France","amount":5,"currency":"EUR","sold_at":"2003-01-06"},{"sale',
      30
    )
    inbox.drop('utf16.csv', Buffer.from(`\ufeff${HEADER}\n${csvRow(5)}\n`, 'utf16le'), 20)
    inbox.drop('empty.ndjson', '', 10)
    inbox.drop('notes.txt', 'left alone')
    await eventually(() => {
      assert.deepEqual(inbox.names(), [...EMPTY_INBOX, 'notes.txt'])
    })
    assert.deepEqual(inbox.names('done'), [])
    assert.deepEqual([...(await inbox.table()).keys()], ['files:9'])
    assert.match(
      inbox.text('failed/header.csv.refused.csv'),
      /FILE_CSV_HEADER.*no column sale_id, .*COLUMN_MAPPING.*Nothing of the file/
    )
    assert.match(
      inbox.text('failed/cut.json.refused.csv'),
      /FILE_JSON_SYNTAX.*truncated.*The 1 records before have been ingested and stay/
    )
    assert.match(inbox.text('failed/utf16.csv.refused.csv'), /FILE_NOT_UTF8.*iconv/)
    assert.match(inbox.text('failed/empty.ndjson.refused.csv'), /FILE_EMPTY/)
    assert.match(service.logs, /"file":"notes.txt".*left alone/)
  })

  it('waits for an inbox that has gone, saying so, and goes on when it is back', async () => {
    await using inbox = await openInbox()
    await using service = await inbox.start()
    await service.ready()
    renameSync(inbox.folder, `${inbox.folder}-away`)
    await eventually(async () => {
      const response = await fetch(`${service.opsUrl}/readyz`)
      assert.equal(response.status, 503)
      assert.match(await response.text(), /inbox.*ENOENT/)
    })
    renameSync(`${inbox.folder}-away`, inbox.folder)
    inbox.drop('a.csv', `${HEADER}\n${csvRow(1)}\n`)
    await finished(inbox, 'a.csv')
    await service.ready()
  })

  it('gives each sale a trace of its own, and its dead letters that of the file', async () => {
    const collector = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
    await once(collector, 'listening')
    try {
      await using inbox = await openInbox()
      const { port } = collector.address() as AddressInfo
      await using service = await inbox.start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` })
      await service.ready()
      inbox.drop('a.csv', [HEADER, csvRow(1), csvRow(2), 'x', ''].join('\n'))
      await finished(inbox, 'a.csv', 'a.csv.refused.csv')
      const traces = (await inbox.sent()).map(({ headers }) => String(headers['traceparent']).split('-')[1])
      const [letter] = await inbox.deadLetters()
      const all = new Set([...traces, letter?.trace_id])
      assert.equal(all.size, 3)
      for (const id of all) assert.match(String(id), /^[0-9a-f]{32}$/)
    } finally {
      collector.close()
    }
  })

  it('exits at once, naming the fix, when its mapping or inbox cannot be used', async () => {
    await using inbox = await openInbox()
    await using noMapping = await inbox.start({ COLUMN_MAPPING: '/nowhere.json' })
    assert.equal((await noMapping.exited).code, 1)
    assert.match(noMapping.logs, /MAPPING_INVALID.*\/nowhere\.json/)
    await using noInbox = await inbox.start({ INBOX_DIR: '/dev/null/inbox' })
    assert.equal((await noInbox.exited).code, 1)
    assert.match(noInbox.logs, /INBOX_UNUSABLE.*INBOX_DIR/)
  })
})
