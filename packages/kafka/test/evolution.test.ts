import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { explainEvolution, MODES, type AvroJson, type Compatibility } from '@sales-pipeline/contracts'
import { useStack } from '@sales-pipeline/testkit'
import { avroType } from '../src/avro.ts'

const record = (...fields: object[]): AvroJson => ({ type: 'record', name: 'R', namespace: 'evolution', fields })
const id = { name: 'id', type: 'string' }
const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more })
const nullable = (type: unknown) => ['null', type]
const op = (symbols: string[], more: object = {}) => field('op', { type: 'enum', name: 'Op', symbols, ...more })
const place = (...fields: object[]) => field('place', { type: 'record', name: 'Place', fields })
const fixed = (size: number) => field('digest', { type: 'fixed', name: 'Digest', size })

const ALL = MODES
const BACKWARD: readonly Compatibility[] = ['BACKWARD', 'BACKWARD_TRANSITIVE', 'NONE']
const FORWARD: readonly Compatibility[] = ['FORWARD', 'FORWARD_TRANSITIVE', 'NONE']
const NEITHER: readonly Compatibility[] = ['NONE']

/** A change, the schemas from the first to the next, and the modes that allow it. */
const table: readonly (readonly [string, readonly AvroJson[], readonly Compatibility[]])[] = [
  ['nothing', [record(id), record(id)], ALL],
  ['a field added with a default', [record(id), record(id, field('a', 'string', { default: '' }))], ALL],
  ['a field added without', [record(id), record(id, field('a', 'string'))], FORWARD],
  [
    'an enum field added without, its type with a default',
    [record(id), record(id, op(['x'], { default: 'x' }))],
    FORWARD
  ],
  ['a field removed that had a default', [record(id, field('a', 'string', { default: '' })), record(id)], ALL],
  ['a field removed that had none', [record(id, field('a', 'string')), record(id)], BACKWARD],
  ['a field renamed', [record(id, field('a', 'int')), record(id, field('b', 'int'))], NEITHER],
  [
    'a field renamed with an alias',
    [record(id, field('a', 'int')), record(id, field('b', 'int', { aliases: ['a'] }))],
    BACKWARD
  ],
  [
    'a field with a default renamed',
    [record(id, field('a', 'int', { default: 0 })), record(id, field('b', 'int', { default: 0 }))],
    ALL
  ],
  ['a type widened', [record(field('a', 'int')), record(field('a', 'long'))], BACKWARD],
  ['a type narrowed', [record(field('a', 'double')), record(field('a', 'int'))], FORWARD],
  ['text to bytes', [record(field('a', 'string')), record(field('a', 'bytes'))], ALL],
  ['another type', [record(field('a', 'string')), record(field('a', 'int'))], NEITHER],
  ['an enum symbol added', [record(op(['x'])), record(op(['x', 'y']))], BACKWARD],
  [
    'an enum symbol added, the enum with a default',
    [record(op(['x'], { default: 'x' })), record(op(['x', 'y'], { default: 'x' }))],
    ALL
  ],
  ['an enum symbol removed', [record(op(['x', 'y'])), record(op(['x']))], FORWARD],
  [
    'an enum symbol removed, the enum with a default',
    [record(op(['x', 'y'], { default: 'x' })), record(op(['x'], { default: 'x' }))],
    ALL
  ],
  [
    'a union branch added',
    [record(field('a', nullable('string'))), record(field('a', ['null', 'string', 'int']))],
    BACKWARD
  ],
  [
    'a union branch removed',
    [record(field('a', ['null', 'string', 'int'])), record(field('a', nullable('string')))],
    FORWARD
  ],
  [
    'a field that may be null from now on',
    [record(field('a', 'string')), record(field('a', nullable('string')))],
    BACKWARD
  ],
  [
    'a field that may be null no longer',
    [record(field('a', nullable('string'))), record(field('a', 'string'))],
    FORWARD
  ],
  [
    'another default',
    [record(id, field('a', 'int', { default: 0 })), record(id, field('a', 'int', { default: 1 }))],
    ALL
  ],
  ['a default taken away', [record(id, field('a', 'int', { default: 0 })), record(id, field('a', 'int'))], ALL],
  ['fixed bytes of another size', [record(fixed(4)), record(fixed(8))], NEITHER],
  [
    'a field added without a default in a record inside',
    [record(place(id)), record(place(id, field('a', 'int')))],
    FORWARD
  ],
  [
    'a field added without a default in a record that may be null',
    [
      record(field('place', nullable(place(id).type))),
      record(field('place', nullable(place(id, field('a', 'int')).type)))
    ],
    FORWARD
  ],
  [
    'items of a list widened',
    [record(field('a', { type: 'array', items: 'int' })), record(field('a', { type: 'array', items: 'long' }))],
    BACKWARD
  ],
  [
    'values of a map of another type',
    [record(field('a', { type: 'map', values: 'int' })), record(field('a', { type: 'map', values: 'string' }))],
    NEITHER
  ],
  [
    'a record of another name',
    [record(place(id)), record(field('place', { type: 'record', name: 'Site', fields: [id] }))],
    NEITHER
  ],
  [
    'a default taken away of a field that the first version lacks',
    [record(id), record(id, field('a', 'int', { default: 0 })), record(id, field('a', 'int'))],
    ['BACKWARD', 'FORWARD', 'FORWARD_TRANSITIVE', 'FULL', 'NONE']
  ],
  [
    'a field back with another type',
    [record(id, field('a', 'string', { default: '' })), record(id), record(id, field('a', 'int', { default: 0 }))],
    ['BACKWARD', 'FORWARD', 'FULL', 'NONE']
  ],
  [
    'a field removed that got its default in the version before',
    [record(id, field('a', 'int')), record(id, field('a', 'int', { default: 0 })), record(id)],
    ['BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FULL', 'NONE']
  ]
]

for (const [what, versions, allowing] of table) {
  const next = versions.at(-1)!
  const before = versions.slice(0, -1)

  test(`${what}: allowed by ${allowing.join(', ')}, as the registry says`, async () => {
    const { breaks } = explainEvolution(next, before, 'before')
    const explained = MODES.filter((mode) => breaks[mode].length === 0)
    const { registryUrl } = await useStack()
    const registered = await Promise.all(
      MODES.map(async (mode) => ((await isTaken(registryUrl, mode, versions)) ? [mode] : []))
    )
    assert.deepEqual(
      { explained, registered: registered.flat() },
      { explained: order(allowing), registered: order(allowing) }
    )
  })

  test(`${what}: our own consumers can read exactly that`, () => {
    const { breaks } = explainEvolution(next, before, 'before')
    const reads = (reader: AvroJson, writer: AvroJson) => {
      try {
        avroType(reader).createResolver(avroType(writer))
        return true
      } catch {
        return false
      }
    }
    assert.equal(
      before.every((old) => reads(next, old)),
      breaks.BACKWARD_TRANSITIVE.length === 0,
      'new reads old'
    )
    assert.equal(
      before.every((old) => reads(old, next)),
      breaks.FORWARD_TRANSITIVE.length === 0,
      'old reads new'
    )
  })
}

function order(modes: readonly Compatibility[]): Compatibility[] {
  return MODES.filter((mode) => modes.includes(mode))
}

/** Whether the registry takes the last version, where the ones before are there and the subject promises the mode. */
async function isTaken(url: string, mode: Compatibility, versions: readonly AvroJson[]): Promise<boolean> {
  const subject = `evolution-${randomBytes(6).toString('hex')}-value`
  const call = async (method: string, path: string, body: object) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify(body)
    })
    const text = await response.text()
    assert.ok(response.ok || response.status === 409, `${path}: ${response.status} ${text}`)
    return response.ok
  }
  const register = (schema: AvroJson) =>
    call('POST', `/subjects/${subject}/versions`, { schema: JSON.stringify(schema) })
  for (const schema of versions.slice(0, -1)) assert.ok(await register(schema))
  assert.ok(await call('PUT', `/config/${subject}`, { compatibility: mode }))
  return register(versions.at(-1)!)
}
