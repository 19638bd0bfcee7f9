import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Health, LineageGraph } from './lineage.ts'
import { standingOf } from './standing.ts'

const NOW = Date.parse('2026-01-02T00:00:00Z')
const graph = (...healths: readonly Health[]): LineageGraph => ({
  jobs: healths.map((health, i) => ({
    ...{ namespace: 'test', name: `job ${i}`, description: null, processing: 'STREAMING', health },
    ...{ rowsPerSecond: 0, lag: null, runs: [] }
  })),
  ...{ datasets: [], edges: [], columnEdges: [] }
})
const letters = (times: readonly string[], next: string | null = null) => ({
  items: times.map((refusedAt) => ({ refusedAt })),
  next
})
const days = (differs: number, agreed: number) => ({ summary: { differs, agreed } })
const said = (...told: Parameters<typeof standingOf> extends [...infer First, number] ? First : never) =>
  standingOf(...told, NOW).map(({ text, tone }) => [tone, text])

test('all is well only if everything says so', () => {
  assert.deepEqual(said(graph('working', 'working'), letters(['2025-12-31T23:59:59Z']), days(0, 9)), [
    ['good', 'All 2 stages run'],
    ['good', '0 dead letters in 24 h'],
    ['good', 'No day differs']
  ])
})

test('the worst comes first and gives the tone; a full page of dead letters is at least so many', () => {
  const times = ['2026-01-01T23:00:00Z', '2026-01-01T00:00:01Z']
  assert.deepEqual(said(graph('working', 'not-ready', 'silent', 'silent'), letters(times, 'more'), days(1, 9)), [
    ['bad', 'Stages: 2 silent, 1 not ready'],
    ['warn', '2+ dead letters in 24 h'],
    ['bad', '1 day differs']
  ])
})

test('what is not kept is not spoken of; what cannot be asked is unknown; nothing compared is no agreement', () => {
  assert.deepEqual(said('absent', 'absent', 'absent'), [])
  assert.deepEqual(said('unknown', 'unknown', days(0, 0)), [
    ['unknown', 'Stages unknown'],
    ['unknown', 'Dead letters unknown'],
    ['unknown', 'No day compared yet']
  ])
  assert.deepEqual(said(graph(), 'absent', 'absent'), [['unknown', 'No stage heard of']])
})
