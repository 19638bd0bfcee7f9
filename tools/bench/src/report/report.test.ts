import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compared, rateOf, type Row } from '../stage.ts'
import { cellsOf, memoryCellsOf } from './format.ts'
import { markdown, stageText, type Report } from './report.ts'
import { markdownTable, textTable } from './table.ts'

const PEAK = { anonymous: 104_857_600, resident: 209_715_200 }

const row: Row = compared({
  ...{ what: 'ingestor', unit: 'sales/s', memory: PEAK, notes: ['of CSV'] },
  ...{ ours: { count: 60_000, seconds: 2 }, limit: { name: 'bare producer', rate: { count: 50_000, seconds: 1 } } }
})

test('a row shows both rates, their ratio, and whether the aim is met', () => {
  assert.deepEqual(cellsOf(row), [
    ...['ingestor', '30,000 sales/s', 'bare producer', '50,000 sales/s', '0.60', '100 MiB', '200 MiB'],
    ...['ratio ≥ 0.5', 'met']
  ])
})

test('an aim that is missed says so; a row without limit has no ratio, and no aim unless it is given one', () => {
  const ours = { count: 24, seconds: 1 }
  const missed = compared({ what: 'slow', unit: 'x/s', ours, limit: { name: 'fast', rate: { count: 50, seconds: 1 } } })
  assert.deepEqual(cellsOf(missed).slice(4), ['0.48', '–', '–', 'ratio ≥ 0.5', 'NOT MET'])
  assert.equal(compared({ what: 'alone', unit: 'x/s', ours }).aim, null)
  const aim = rateOf(ours, 24)
  assert.deepEqual(compared({ what: 'alone', unit: 'x/s', ours, aim }).aim, { text: '≥ 24/s', met: true })
})

test('memory is measured against 300 MB of anonymous memory', () => {
  assert.equal(memoryCellsOf('a', { anonymous: 299_999_999, resident: 900_000_000 }).at(-1), 'met')
  assert.equal(memoryCellsOf('a', { anonymous: 300_000_000, resident: 300_000_000 }).at(-1), 'NOT MET')
})

test('tables are aligned', () => {
  assert.equal(textTable(['a', 'bb'], [['long', '1']]), 'a     bb\n----  --\nlong  1')
  assert.equal(markdownTable(['a', 'b'], [['x|y', '1']]), '| a | b |\n|---|---|\n| x\\|y | 1 |')
})

test('a stage that failed says why, and the others are still reported', () => {
  const failed = { name: 'sink', loadAverage: 3, seconds: 1, rows: [], failure: 'no room' }
  assert.match(stageText(failed), /FAILED: no room/)
  const report: Report = {
    began: '2026-11-21T10:00:00Z',
    machine: { cpu: 'some', cores: 2, memoryBytes: 1, node: 'v24' },
    commit: 'abc',
    sizes: {} as Report['sizes'],
    stages: [{ name: 'files', loadAverage: 0, seconds: 2, rows: [row], failure: null }, failed],
    memory: { 'file-ingestor': PEAK }
  }
  const text = markdown(report)
  assert.match(text, /\| ingestor \| 30,000 sales\/s \|/)
  assert.match(text, /- ingestor: of CSV\n- \*\*sink failed\*\*: no room/)
  assert.match(text, /\| file-ingestor \| 100 MiB \| 200 MiB \| memory < 300 MB \| met \|/)
})
