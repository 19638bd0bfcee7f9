import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually } from '@sales-pipeline/testkit'
import { Load, ranked } from '../load.ts'
import { SERVICES } from '../pipeline.ts'
import { Release } from './release.ts'

/**
 * Run by `make test-k8s` against the cluster that KUBECONFIG names. K8S_NAMESPACE (default sales-test), K8S_VALUES: values
 * files between commas, as for `helm install -f`; see charts/README.md.
 */
const ROUND = { database: 1_000, file: 5_000, partner: 500 }
const NAMESPACE = process.env['K8S_NAMESPACE'] ?? 'sales-test'
const VALUES = (process.env['K8S_VALUES'] ?? '').split(',').filter(Boolean)

describe('the release on a cluster', () => {
  let release: Release
  let load: Load

  before(async () => {
    release = await Release.install(
      NAMESPACE,
      VALUES.flatMap((file) => ['-f', file])
    )
    load = await eventually(() => Load.connect(release.sources, 20_261_124))
  })

  after(async () => {
    await load.close()
    await release[Symbol.asyncDispose]()
  })

  async function settled(): Promise<void> {
    await eventually(
      async () => {
        const [expected, actual] = await Promise.all([load.expected(), ranked(release.resultsApi)])
        assert.deepEqual(actual, expected)
      },
      { timeoutMs: 180_000, intervalMs: 250 }
    )
  }

  test('sales put in at each of the three sources are in the rankings, to the last digit', async (context) => {
    await load.round(ROUND)
    await settled()
    context.diagnostic(`anonymous memory, MiB: ${JSON.stringify(await release.memory())}`)
  })

  test('helm test asks for the rankings', async () => {
    assert.match(await release.test(), /Phase:\s+Succeeded/)
  })

  for (const service of SERVICES) {
    test(`${service}: its pod is killed under load, and no figure is lost`, async () => {
      const loading = load.round(ROUND)
      await release.kill(service)
      await loading
      await settled()
    })
  }

  test('one service is upgraded alone under load, and rolled back', async () => {
    const others = (
      await Promise.all(SERVICES.filter((name) => name !== 'results-api').map((name) => release.pods(name)))
    ).flat()
    const [before] = await release.pods('results-api')
    const loading = load.round(ROUND)
    await release.upgrade('results-api.podAnnotations.revision=next')
    await loading
    await settled()
    const [upgraded] = await release.pods('results-api')
    assert.notEqual(upgraded, before)
    await release.rollback()
    await settled()
    const kept = (
      await Promise.all(SERVICES.filter((name) => name !== 'results-api').map((name) => release.pods(name)))
    ).flat()
    assert.deepEqual(kept.toSorted(), others.toSorted(), 'no other service was touched')
  })

  test('an aggregator is scaled to three under load, and back to one', async () => {
    const loading = load.round(ROUND)
    await release.upgrade('city-aggregator.replicas=3')
    await loading
    await settled()
    assert.equal((await release.pods('city-aggregator')).length, 3)
    const again = load.round(ROUND)
    await release.upgrade('city-aggregator.replicas=1')
    await again
    await settled()
  })

  test('memory, after all of it', async (context) => {
    const memory = await release.memory()
    context.diagnostic(`anonymous memory, MiB: ${JSON.stringify(memory)}`)
    for (const [service, used] of Object.entries(memory)) assert.ok(used > 0 && used <= 300, `${service}: ${used} MiB`)
  })

  test('uninstalled, nothing of it runs any more', async () => {
    await release.uninstall()
    for (const service of SERVICES) assert.deepEqual(await release.pods(service), [])
  })
})
