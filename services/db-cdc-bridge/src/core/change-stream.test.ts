import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ChangeStream, type Mark } from './change-stream.ts'
import type { Emission } from './emission.ts'
import type { Lsn } from './lsn.ts'
import { Rereads, type ReadChunk } from './rereads.ts'
import { relations, rekey, remove, SimulatedSource, truncateSales, upsert } from './simulated-source.ts'

const PREFIX = 'test'
const LIMITS = { ids: 2, pending: 3, touched: 2, unconfirmed: 3 }
const CHUNK = 2

interface Step {
  readonly action: string
  readonly sale: number
  readonly salesman: number
  readonly city: number
  readonly value: number
}

/** A bridge whose broker is a list, and whose every await is a step of its own. */
class SimulatedBridge {
  readonly source = new SimulatedSource()
  readonly topic: Emission[] = []
  /** What the source held at marked moments of this session. */
  moments: { readonly mark: Mark; readonly held: Map<string, string> }[] = []
  #acknowledged: { position: Lsn; length: number } = { position: this.source.end, length: 0 }
  #sessions = 0
  #delivered = 0
  #reading: { command: ReadChunk; stage: 'low' | 'chunk' | 'high' } | undefined
  #stream: ChangeStream = this.#session()

  #session(): ChangeStream {
    this.#sessions += 1
    this.moments = []
    this.#reading = undefined
    // What was acknowledged has been visible for long.
    this.source.showBelow(this.#acknowledged.position)
    this.#delivered = this.source.log.findIndex(({ lsn }) => lsn >= this.#acknowledged.position)
    if (this.#delivered < 0) this.#delivered = this.source.log.length
    const stream = new ChangeStream({
      source: 'shop',
      schema: 'public',
      watermarkPrefix: PREFIX,
      dimensions: this.source.dimensions(),
      loadedBefore: this.source.end + 1n,
      start: this.#acknowledged.position,
      rereads: new Rereads(String(this.#sessions), LIMITS)
    })
    for (const relation of relations) stream.apply(relation, [])
    return stream
  }

  deliver(): boolean {
    const entry = this.source.log[this.#delivered]
    if (entry === undefined) return false
    this.#delivered += 1
    for (const message of entry.messages) {
      const out: Emission[] = []
      this.#stream.apply(message, out)
      for (const emission of out) this.#send(emission)
    }
    return true
  }

  #send(emission: Emission): void {
    if (emission.kind !== 'all-gone') this.topic.push(emission)
    else
      for (const key of [...this.state().keys()])
        this.topic.push({ kind: 'tombstone', key, version: emission.version, committedAt: null })
  }

  read(): boolean {
    if (this.#reading === undefined) {
      const command = this.#stream.rereads.nextCommand()
      if (command?.kind === 'confirm') this.#stream.rereads.confirmed(this.source.snapshot())
      if (command?.kind === 'read') this.#reading = { command, stage: 'low' }
      return command !== undefined
    }
    const { command, stage } = this.#reading
    if (stage === 'low') {
      this.source.emitMessage(PREFIX, `low:${command.id}`)
      this.#reading.stage = 'chunk'
    } else if (stage === 'chunk') {
      this.#stream.rereads.handIn(command.id, this.source.read(command, CHUNK))
      this.#reading.stage = 'high'
    } else {
      this.source.emitMessage(PREFIX, `high:${command.id}`)
      this.#reading = undefined
    }
    return true
  }

  acknowledge(): void {
    if (this.#delivered === this.source.log.length) {
      this.#stream.apply({ kind: 'keepalive', walEnd: this.source.end, replyRequested: false }, [])
    }
    assert.ok(this.#stream.position >= this.#acknowledged.position, 'the position moves back')
    this.#acknowledged = { position: this.#stream.position, length: this.topic.length }
  }

  /** What was sent after the last acknowledgement may have arrived in part. */
  crash(kept: number): void {
    const { length } = this.#acknowledged
    this.topic.length = Math.min(this.topic.length, length + kept)
    this.#stream = this.#session()
  }

  moment(): void {
    this.moments.push({ mark: this.#stream.mark(this.source.end + 1n), held: this.expected() })
  }

  settle(): void {
    for (let idle = false; !idle;) {
      this.source.showAll()
      const delivered = this.deliver()
      idle = !this.read() && !delivered
    }
    this.acknowledge()
    assert.equal(this.#acknowledged.position, this.source.end, 'the position does not reach the end')
  }

  /** The topic as a table, of what has a version below `before`: a line for each sale. */
  state(before = this.source.end + 1n): Map<string, string> {
    const state = new Map<string, string>()
    for (const emission of this.topic) {
      if (emission.kind === 'tombstone' && emission.version < before) state.delete(emission.key)
      if (emission.kind === 'sale' && emission.sale.version < before) {
        const { place, salesman, amount, product } = emission.sale
        const line = [salesman.id, salesman.name, place.city, place.region, place.country, amount / 10_000n, product]
        state.set(emission.key, line.join('|'))
      }
    }
    return state
  }

  expected(): Map<string, string> {
    const { sale, salesman, city } = this.source.logged
    const lines = [...sale.values()].map(([id, salesmanId, cityId, product, amount]) => {
      const name = salesman.get(salesmanId ?? '')?.[1]
      const [, cityName, region, country] = city.get(cityId ?? '') ?? []
      return [`shop:${String(id)}`, [salesmanId, name, cityName, region, country, amount, product].join('|')] as const
    })
    return new Map(lines)
  }
}

function perform(bridge: SimulatedBridge, step: Step): void {
  const { source } = bridge
  const sale = `s${step.sale}`
  const salesman = `m${step.salesman}`
  const city = String(step.city)
  const value = String(step.value)
  const newSale = upsert(
    'sale',
    [sale, salesman, city, `p${step.value % 2}`, value, 'USD', '2026-01-02 03:04:05+00'],
    3
  )
  const people = upsert('salesman', [salesman, `name${value}`])
  const places = upsert('city', [city, `city${value}`, step.value % 2 === 0 ? '' : 'region', 'US'])
  const isKnown = source.logged.salesman.has(salesman) && source.logged.city.has(city)
  const references = [...source.logged.sale.values()].some((row) => row[1] === salesman)
  const steps: Record<string, () => unknown> = {
    sale: () => {
      source.commit(new Set([sale]), isKnown ? [newSale] : [])
    },
    people: () => {
      source.commit(new Set([salesman]), [people])
    },
    places: () => {
      source.commit(new Set([city]), [places])
    },
    all: () => {
      source.commit(new Set([sale, salesman, city]), [places, people, newSale])
    },
    rekey: () => {
      const row = source.logged.sale.get(sale)
      if (row === undefined || source.logged.sale.has(`s${value}`)) return
      source.commit(new Set([sale, `s${value}`]), [rekey('sale', sale, [`s${value}`, ...row.slice(1)])])
    },
    remove: () => {
      source.commit(new Set([sale]), [remove('sale', sale)])
    },
    dismiss: () => {
      source.commit(new Set([salesman]), references ? [] : [remove('salesman', salesman)])
    },
    truncate: () => {
      source.commit(new Set(source.logged.sale.keys()), [truncateSales()])
    },
    show: () => {
      source.show()
    },
    deliver: () => {
      for (let i = 0; i < step.value && bridge.deliver(); i++);
    },
    read: () => bridge.read(),
    moment: () => {
      bridge.moment()
    },
    acknowledge: () => {
      bridge.acknowledge()
    },
    crash: () => {
      bridge.crash(step.value)
    }
  }
  steps[step.action]?.()
}

const weighted = (actions: Record<string, number>) =>
  fc.constantFrom(...Object.entries(actions).flatMap(([action, weight]) => Array<string>(weight).fill(action)))

const stepOf = (action: fc.Arbitrary<string>): fc.Arbitrary<Step> =>
  fc.record({
    action,
    sale: fc.nat(3),
    salesman: fc.nat(1),
    city: fc.nat(1),
    value: fc.integer({ min: 1, max: 9 })
  })

const CHANGES = { sale: 8, people: 3, places: 3, all: 2, rekey: 1, remove: 2, dismiss: 1, truncate: 1 }
const BRIDGE = { show: 3, deliver: 10, read: 10, acknowledge: 3 }

test('whatever the interleaving, the topic becomes the join of the tables', () => {
  const steps = fc.array(stepOf(weighted({ ...CHANGES, ...BRIDGE })), { minLength: 40, maxLength: 200 })
  fc.assert(
    fc.property(steps, (steps) => {
      const bridge = new SimulatedBridge()
      for (const step of steps) perform(bridge, step)
      bridge.settle()
      assert.deepEqual(bridge.state(), bridge.expected())
      assertVersionsNeverFall(bridge.topic)
    }),
    { numRuns: 3000 }
  )
})

test('what the source held at a moment is told by versions, unless the stream says that it cannot be', () => {
  const actions = weighted({ ...CHANGES, ...BRIDGE, moment: 6, crash: 1 })
  let told = 0
  let left = 0
  fc.assert(
    fc.property(fc.array(stepOf(actions), { minLength: 40, maxLength: 200 }), (steps) => {
      const bridge = new SimulatedBridge()
      for (const step of steps) perform(bridge, step)
      bridge.moment()
      bridge.settle()
      bridge.source.emitMessage('another', '')
      bridge.deliver()
      for (const { mark, held } of bridge.moments) {
        assert.notEqual(mark.isTellable, undefined)
        if (mark.isTellable === true) assert.deepEqual(bridge.state(mark.lsn), held)
        told += mark.isTellable === true ? 1 : 0
        left += mark.isTellable === true ? 0 : 1
      }
    }),
    { numRuns: 3000 }
  )
  assert.ok(told > 1000 && left > 100, `told ${told}, left ${left}`)
})

test('a crash at any point loses nothing', () => {
  const steps = fc.array(stepOf(weighted({ ...CHANGES, ...BRIDGE, crash: 2 })), { minLength: 40, maxLength: 200 })
  fc.assert(
    fc.property(steps, (steps) => {
      const bridge = new SimulatedBridge()
      for (const step of steps) perform(bridge, step)
      bridge.settle()
      assert.deepEqual(bridge.state(), bridge.expected())
    }),
    { numRuns: 3000 }
  )
})

function assertVersionsNeverFall(topic: readonly Emission[]): void {
  const versions = new Map<string, bigint>()
  for (const emission of topic) {
    if (emission.kind !== 'sale') continue
    assert.ok(emission.sale.version >= (versions.get(emission.key) ?? 0n), `the version of ${emission.key} falls`)
    versions.set(emission.key, emission.sale.version)
  }
}
