import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SERVICE_NODE_FLAGS } from '@sales-pipeline/stack'
import { problemsOf } from './contents.ts'
import { installed, readLock, type Lock } from './lock.ts'
import { closureOf, containers, nameOf, productionManifest, readWorkspaces } from './workspaces.ts'

const ROOT = join(import.meta.dirname, '../../..')
const all = readWorkspaces(ROOT)

function find(folder: string) {
  const workspace = all.find((each) => each.folder === folder)
  assert.ok(workspace, folder)
  return workspace
}

test('a service is made of itself and what it depends on, and of no other service', () => {
  const folders = closureOf(find('services/city-aggregator'), all).map(({ folder }) => folder)
  assert.ok(folders.includes('packages/kafka'))
  for (const each of containers(all)) {
    const closure = closureOf(each, all)
    assert.deepEqual(containers(closure), [each])
    assert.ok(!closure.includes(find('packages/testkit')), 'what only tests need is no part of it')
  }
})

test('a manifest for an image exports what was compiled, without what is for development', () => {
  const { manifest } = find('packages/aggregator')
  const production = productionManifest(manifest)
  assert.deepEqual(production.exports, { '.': './src/index.js' })
  assert.equal(production.devDependencies, undefined)
  assert.deepEqual(production.dependencies, manifest.dependencies)
})

test('what is installed follows dependencies as Node resolves them, through links', () => {
  const lock: Lock = {
    'services/a': { dependencies: { b: '*', c: '*' } },
    'node_modules/b': { link: true, resolved: 'packages/b' },
    'packages/b': { dependencies: { c: '*', d: '*' } },
    'packages/b/node_modules/c': {},
    'node_modules/c': { optionalDependencies: { absent: '*' } },
    'node_modules/d': { peerDependencies: { e: '*' } },
    'node_modules/e': {},
    'node_modules/other': {}
  }
  const expected = [
    'services/a',
    'packages/b',
    'node_modules/c',
    'packages/b/node_modules/c',
    'node_modules/d',
    'node_modules/e'
  ]
  assert.deepEqual(installed(lock, 'services/a'), new Set(expected))
})

test('only the aggregators need the embedded store, only results-api the web server', () => {
  const lock = readLock(ROOT)
  const who = (name: string): string[] =>
    containers(all)
      .filter(({ folder }) => installed(lock, folder).has(`node_modules/${name}`))
      .map(nameOf)
  assert.deepEqual(who('lmdb'), ['city-aggregator', 'salesman-aggregator'])
  assert.deepEqual(who('node-pg-migrate'), ['results-api'])
  assert.deepEqual(who('typescript'), [])
})

test('whatever an image should not be is named', () => {
  const expected = { workspaces: ['services/a', 'packages/b'], needed: new Set(['services/a', 'packages/b']) }
  const good = {
    folders: ['services/a', 'packages/b'],
    sources: [],
    user: '1000:1000',
    writable: ['/var/lib/sales-pipeline']
  }
  assert.deepEqual(problemsOf(good, expected), [])
  const bad = {
    folders: ['services/a', 'services/z'],
    sources: ['services/a/src/x.ts'],
    user: '0:0',
    writable: ['/app']
  }
  assert.deepEqual(problemsOf(bad, expected), [
    'services/z is not needed',
    'packages/b is missing',
    'services/a/src/x.ts is not compiled',
    'it runs as 0:0, not as 1000:1000',
    'its user may write /app'
  ])
})

test('the Dockerfile knows every container, with its description, and starts Node as everywhere', () => {
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  for (const { folder, manifest } of containers(all)) {
    const stage = new RegExp(`^FROM \\w+ AS ${nameOf({ folder, manifest })}\nLABEL [\\w.]+description="(.*)"$`, 'm')
    assert.equal(stage.exec(dockerfile)?.[1], manifest.description, folder)
  }
  assert.ok(dockerfile.includes(SERVICE_NODE_FLAGS.map((flag) => `"${flag}"`).join(', ')))
})
