import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dashboards } from './index.ts'

interface Panel {
  readonly id: number
  readonly title: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly datasource: object
  readonly targets: readonly { readonly refId: string; readonly expr: string }[]
}

interface Model {
  readonly uid: string
  readonly title: string
  readonly schemaVersion: number
  readonly templating: { readonly list: readonly { readonly name: string }[] }
  readonly panels: readonly Panel[]
}

const models = dashboards().map(({ json }) => JSON.parse(json) as Model)

test('one dashboard of the pipeline, and one of each service', () => {
  assert.equal(models.length, 7)
  assert.equal(new Set(models.map(({ uid }) => uid)).size, models.length)
  // Grafana takes uids of at most 40 characters.
  for (const { uid } of models) assert.match(uid, /^[a-z0-9-]{1,40}$/)
})

test('panels have ids of their own and do not cover each other', () => {
  for (const { uid, panels } of models) {
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length, uid)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`)
    )
    assert.equal(new Set(cells).size, cells.length, uid)
    assert.ok(panels.every(({ gridPos: { x, w } }) => x + w <= 24))
  }
})

test('every query asks the chosen source for the chosen namespace, and names variables that exist', () => {
  for (const { uid, templating, panels } of models) {
    const known = new Set(['__rate_interval', ...templating.list.map(({ name }) => name)])
    for (const { title, targets } of panels) {
      assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length)
      for (const { expr } of targets) {
        assert.ok(expr.includes('namespace=~"$namespace"'), `${uid}, ${title}: ${expr}`)
        for (const [, name = ''] of expr.matchAll(/\$\{?(\w+)/g))
          assert.ok(known.has(name), `${uid}, ${title}: ${name}`)
      }
    }
  }
})
