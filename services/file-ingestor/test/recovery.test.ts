import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually, type ServiceProcess } from '@sales-pipeline/testkit'
import { csvRow, EMPTY_INBOX, HEADER, openInbox, type Inbox } from './inbox.ts'

const ROWS = 240_000

/** Rows of which every 1,000th is refused. */
function bigFile(): string {
  const lines = [HEADER]
  for (let id = 0; id < ROWS; id++) lines.push(id % 1000 === 999 ? `${id},7` : csvRow(id, id % 1_000_000))
  return `${lines.join('\n')}\n`
}

async function progressOf(inbox: Inbox, name: string): Promise<number> {
  return Number((await inbox.checkpoints()).get(name)?.['records'] ?? 0)
}

/** Lets it run until its checkpoint has moved, then ends it. */
async function endedAfterACheckpoint(inbox: Inbox, service: ServiceProcess, signal: NodeJS.Signals): Promise<number> {
  const before = await progressOf(inbox, 'big.csv')
  const after = await eventually(async () => {
    const now = await progressOf(inbox, 'big.csv')
    assert.ok(now > before, `still at ${now}`)
    return now
  })
  service.kill(signal)
  await service.exited
  assert.ok(inbox.names().includes('big.csv'), 'it was to be ended in mid-file')
  return after
}

describe('a process that ends in mid-file', () => {
  it('killed again and again, loses and invents nothing, and finishes the file', async () => {
    await using inbox = await openInbox()
    let service = await inbox.start()
    await service.ready()
    inbox.drop('big.csv', bigFile())
    const checkpoints: number[] = []
    for (const signal of ['SIGKILL', 'SIGKILL', 'SIGTERM'] as const) {
      checkpoints.push(await endedAfterACheckpoint(inbox, service, signal))
      service = await service.restart()
    }
    await using last = service
    await eventually(
      () => {
        assert.deepEqual(inbox.names('done'), ['big.csv', 'big.csv.refused.csv'])
      },
      { timeoutMs: 120_000 }
    )
    await eventually(async () => {
      assert.equal((await inbox.checkpoints()).size, 0)
    })
    assert.deepEqual(inbox.names(), EMPTY_INBOX)
    assert.deepEqual(
      checkpoints,
      [...checkpoints].sort((a, b) => a - b)
    )

    const sent = await inbox.sent()
    const amounts = new Map(sent.map(({ key, value }) => [key, value?.amount]))
    assert.equal(amounts.size, ROWS - ROWS / 1000)
    for (let id = 0; id < ROWS; id++) {
      assert.equal(amounts.get(`files:${id}`), id % 1000 === 999 ? undefined : BigInt(id) * 12_500n, `sale ${id}`)
    }
    assert.ok(sent.length < 2 * ROWS, `${sent.length} records sent: each life went on where the one before was`)
    const refused = inbox.text('done/big.csv.refused.csv').trimEnd().split('\r\n').slice(1)
    assert.deepEqual(
      refused.map((line) => line.split(',')[0]),
      Array.from({ length: ROWS / 1000 }, (_, index) => `"line ${(index + 1) * 1000 + 1}"`)
    )
    const letters = new Set((await inbox.deadLetters()).map(({ origin }) => origin.position))
    assert.equal(letters.size, ROWS / 1000)
    assert.match(last.logs, /Going on with a file/)
  })
})
