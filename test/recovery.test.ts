import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually } from '@sales-pipeline/testkit'
import { Load, ranked } from './load.ts'
import { SERVICES, startPipeline, type Pipeline } from './pipeline.ts'

const ROUND = { database: 2_000, file: 10_000, partner: 1_000 }

describe('a service is killed in the middle of a load', () => {
  let pipeline: Pipeline
  let load: Load

  before(async () => {
    pipeline = await startPipeline()
    load = await Load.connect(pipeline.sources, 20_261_121)
    await load.round(ROUND)
  })

  after(async () => {
    await load.close()
    await pipeline[Symbol.asyncDispose]()
  })

  async function settled(): Promise<void> {
    await eventually(
      async () => {
        const [expected, actual] = await Promise.all([load.expected(), ranked(pipeline.resultsApi)])
        assert.deepEqual(actual, expected)
      },
      { timeoutMs: 120_000 }
    )
  }

  for (const service of SERVICES) {
    test(`${service}: SIGKILL, restart, and every total equals SQL over the sources`, async () => {
      const loading = load.round(ROUND)
      await moving(pipeline)
      await pipeline.killAndRestart(service)
      await loading
      await settled()
    })
  }

  test('all six at once', async () => {
    const loading = load.round(ROUND)
    await moving(pipeline)
    await Promise.all(SERVICES.map((service) => pipeline.killAndRestart(service)))
    await loading
    await settled()
  })

  test('how long a sale takes to become visible is measured', async () => {
    await load.round({ database: 10, file: 10, partner: 10 })
    await settled()
    const { opsUrl } = pipeline.process('results-api')
    await eventually(async () => {
      const text = await (await fetch(`${opsUrl}/metrics`)).text()
      for (const stream of ['sales-by-city', 'sales-by-salesman'])
        assert.match(text, new RegExp(`end_to_end_latency_seconds_count\\{[^}]*stream="${stream}"[^}]*\\} [1-9]`))
    })
  })
})

/** Waits until the load has begun to arrive: the totals are not what they were. */
async function moving(pipeline: Pipeline): Promise<void> {
  const before = JSON.stringify(await ranked(pipeline.resultsApi))
  await eventually(async () => {
    assert.notEqual(JSON.stringify(await ranked(pipeline.resultsApi)), before)
  })
}
