import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Verdict } from './core/row.ts'
import { Crash, Durable, fakeWorld } from './testing/fake-world.ts'
import { advance } from './file-life.ts'

const NAME = 'sales.csv'
const HEADER = 'sale_id,salesman_id,salesman_name,city,region,country,amount,currency,sold_at,deleted\n'
const RUNNING = new AbortController().signal

type RowKind = 'sale' | 'deleted' | 'refused'

function csv(rows: readonly RowKind[], mark: string): string {
  const lines = rows.map((kind, index) => {
    const amount = kind === 'refused' ? 'ten' : `${index}.00`
    return `${index % 7}${mark},7,Ann,Nantes,,France,${amount},EUR,2003-01-06,${kind === 'deleted'}\n`
  })
  return HEADER + lines.join('')
}

/** Takes the file on, life after life, until it rests; each life ends after the given number of ticks. */
async function live(
  durable: Durable,
  lives: readonly number[],
  arrived: number,
  meddle?: (tick: number) => void
): Promise<void> {
  let ticks = 0
  for (const life of [...lives, Infinity]) {
    let left = life
    const tick = (): void => {
      meddle?.(ticks++)
      if (left-- <= 0) throw new Crash()
    }
    try {
      for (let round = 0; round < 6; round++) {
        const names = new Set([...durable.inbox.keys(), ...durable.checkpoints.keys()])
        for (const name of names) await advance(name, true, fakeWorld(durable, tick, arrived), RUNNING)
      }
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      durable.crash(arrived)
    }
  }
}

function identity(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'sale':
      return `sale ${verdict.key} ${verdict.sale.amount} ${verdict.sale.version}`
    case 'deleted':
      return `deleted ${verdict.key}`
    case 'refused':
      return `refused ${verdict.frame.position} ${verdict.frame.bytes.toString()}`
  }
}

/** What is to be said of these rows, worked out by hand. */
function statements(kinds: readonly RowKind[], mark: string, seconds: bigint): string[] {
  const lines = csv(kinds, mark).split('\n').slice(1)
  return kinds.map((kind, index) => {
    const key = `files:${index % 7}${mark}`
    if (kind === 'sale') return `sale ${key} ${BigInt(index) * 10_000n} ${(seconds << 32n) | BigInt(index + 1)}`
    return kind === 'deleted' ? `deleted ${key}` : `refused line ${index + 2} ${lines[index]}`
  })
}

function withFile(text: string, mtimeNs = 5_000_000_000n): Durable {
  const durable = new Durable()
  durable.inbox.set(NAME, { text, mtimeNs })
  return durable
}

/** What a life without any crash leaves. */
async function undisturbed(text: string, mtimeNs?: bigint): Promise<Durable> {
  const durable = withFile(text, mtimeNs)
  await live(durable, [], 1)
  return durable
}

/** The last state of every key, as compaction would leave it. */
function table(log: readonly Verdict[]): Map<string, string> {
  return new Map(log.flatMap((verdict) => (verdict.kind === 'refused' ? [] : [[verdict.key, identity(verdict)]])))
}

const rows = fc.array(fc.constantFrom<RowKind>('sale', 'sale', 'deleted', 'refused'), { maxLength: 25 })
const lives = fc.array(fc.nat(60), { maxLength: 6 })
const share = fc.double({ min: 0, max: 1, noNaN: true })
const breaks = fc.constantFrom('', '"', 'x,"y"z\n')

describe('a file whose process is killed, again and again, at any step', () => {
  it('neither loses nor invents a row, leaves one report without gap or repetition, and ends in its folder', async () => {
    await fc.assert(
      fc.asyncProperty(rows, breaks, lives, share, async (kinds, end, ends, arrived) => {
        const text = csv(kinds, '') + end
        const expected = await undisturbed(text)
        const durable = withFile(text)
        await live(durable, ends, arrived)

        assert.deepEqual([...durable.finished.keys()], [`${end === '' ? 'done' : 'failed'}/${NAME}`])
        assert.deepEqual([durable.inbox.size, durable.checkpoints.size, durable.reports.size], [0, 0, 0])
        assert.deepEqual(durable.finishedReports, expected.finishedReports)
        assert.deepEqual(new Set(durable.log.map(identity)), new Set(statements(kinds, '', 5n)))
        assert.deepEqual(table(durable.log), table(expected.log))
        assert.deepEqual(durable.controls, expected.controls)
      }),
      { numRuns: 300 }
    )
  })

  it('is killed at every single step once, in turn', async () => {
    const text = csv(['sale', 'refused', 'deleted', 'sale', 'refused', 'sale', 'sale', 'sale'], '')
    const expected = await undisturbed(text)
    let steps = 0
    await live(withFile(text), [], 1, (tick) => (steps = tick + 1))
    assert.ok(steps > 20)
    for (let life = 0; life < steps; life++) {
      const durable = withFile(text)
      await live(durable, [life], 0.5)
      assert.deepEqual([...durable.finished.keys()], [`done/${NAME}`], `killed at step ${life}`)
      assert.deepEqual(durable.finishedReports, expected.finishedReports, `killed at step ${life}`)
      assert.deepEqual(table(durable.log), table(expected.log), `killed at step ${life}`)
      assert.deepEqual(durable.controls, expected.controls, `killed at step ${life}`)
    }
  })
})

describe('a file replaced at any moment', () => {
  it('is ingested with its new content, to the end, and nothing is left in the inbox', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.nat(60), lives, share, async (before, after, moment, ends, arrived) => {
        const replacement = { text: csv(after, 'new'), mtimeNs: 9_000_000_000n }
        const durable = withFile(csv(before, ''))
        let replaced = false as boolean
        await live(durable, ends, arrived, (tick) => {
          if (replaced || tick < moment) return
          replaced = true
          durable.inbox.set(NAME, replacement)
        })
        const said = new Set(durable.log.map(identity))
        for (const statement of replaced ? statements(after, 'new', 9n) : []) assert.ok(said.has(statement), statement)
        assert.deepEqual([durable.inbox.size, durable.checkpoints.size, durable.reports.size], [0, 0, 0])
        assert.equal([...durable.finished.values()].includes(replacement), replaced)
      }),
      { numRuns: 300 }
    )
  })
})

describe('a file that is taken away', () => {
  it('is forgotten, with its report', async () => {
    const durable = withFile(csv(['refused', 'sale', 'sale', 'refused', 'sale', 'sale'], ''))
    let reports = 0
    await live(durable, [], 1, (tick) => {
      reports = Math.max(reports, durable.reports.size)
      if (tick === 7) durable.inbox.delete(NAME)
    })
    assert.equal(reports, 1)
    assert.deepEqual([durable.finished.size, durable.checkpoints.size, durable.reports.size], [0, 0, 0])
  })
})
