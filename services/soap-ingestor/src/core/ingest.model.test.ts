import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { fromState, toState } from './checkpoint.ts'
import { begin, since, step, type PageRequest, type PollEvent, type PollState, type Position } from './poll.ts'
import { digest, type ChangedSale } from './sale.ts'
import { Window } from './window.ts'

const OVERLAP = 1_000
const CAPACITY = 1_000
const EPOCH = 1_000_000

interface Change {
  readonly id: string
  readonly at: number
}

/** A partner that lists each sale once, ordered, and that may commit a change with a time up to the overlap ago. */
class ModelPartner {
  now = EPOCH
  readonly latest = new Map<string, number>()
  readonly history: Change[] = []
  readonly #used = new Set<number>()

  change(id: string, lateness: number): void {
    this.now++
    let at = this.now - lateness
    while (this.#used.has(at)) at++
    if (at > this.now || at <= (this.latest.get(id) ?? 0)) return
    this.#used.add(at)
    this.latest.set(id, at)
    this.history.push({ id, at })
  }

  page({ since, token }: PageRequest, size: number): { changes: Change[]; next: string | null } {
    const after = token === null ? since - 1 : Number(token)
    const changes = [...this.latest].map(([id, at]) => ({ id, at })).filter(({ at }) => at >= since && at > after)
    changes.sort((a, b) => a.at - b.at)
    const listed = changes.slice(0, size)
    return { changes: listed, next: changes.length > size ? String(listed.at(-1)?.at) : null }
  }
}

/** The ingestor's decisions with an outbox that acknowledges when it is told to, and a process that can end at any step. */
class ModelIngestor {
  readonly kafka: Change[] = []
  #durable: Record<string, string> | undefined
  #state: PollState = begin(fromState(undefined))
  #window = new Window(CAPACITY)
  #request: PageRequest | null = null
  #fresh = 0
  #outbox: { changes: Change[]; position: Position }[] = []
  #versions = new Map<string, number>()
  readonly #partner: ModelPartner
  readonly #skew: number

  constructor(partner: ModelPartner, skew: number) {
    this.#partner = partner
    this.#skew = skew
  }

  get isIdle(): boolean {
    return this.#state.phase === 'idle'
  }

  get cursor(): number {
    return fromState(this.#durable).cursor
  }

  /** Begins a poll, or takes the page that was asked for, with whatever the partner adds to it. */
  turn(size: number, disturb: (changes: Change[]) => Change[] = (changes) => changes): void {
    if (this.#request === null) {
      this.#fresh = 0
      this.#do({ kind: 'due', now: this.#now })
      return
    }
    const request = this.#request
    const { changes, next } = this.#partner.page(request, size)
    const sales = disturb(changes)
    const times = sales.map(({ at }) => at)
    const [lowest, highest] = times.length === 0 ? [null, null] : [Math.min(...times), Math.max(...times)]
    this.#request = null
    const page = { sales: sales.length, lowest, highest, next }
    const position = this.#do({ kind: 'page', page, fresh: this.#fresh, now: this.#now })
    if (position) this.#handOn(sales, request, position)
  }

  refuseToken(): void {
    if (this.#request?.token != null) this.#do({ kind: 'token-refused' })
  }

  /** Kafka takes the first `batches` of the outbox; with `crash`, the process ends before it hears of it. */
  deliver(batches: number, crash = false): void {
    const taken = this.#outbox.splice(0, batches)
    this.kafka.push(...taken.flatMap(({ changes }) => changes))
    const position = taken.at(-1)?.position
    if (position && !crash) this.#do({ kind: 'acknowledged', position })
    if (crash) this.crash()
  }

  crash(): void {
    this.#state = begin(fromState(this.#durable))
    this.#window = new Window(CAPACITY)
    this.#request = null
    this.#outbox = []
    this.#versions = new Map()
  }

  get #now(): number {
    return this.#partner.now + this.#skew
  }

  #do(event: PollEvent): Position | null {
    const { state, actions } = step(this.#state, event, OVERLAP)
    this.#state = state
    let position: Position | null = null
    for (const action of actions) {
      if (action.kind === 'ask') this.#request = action.request
      if (action.kind === 'emit') position = action.position
      if (action.kind === 'save') this.#durable = toState(action.checkpoint)
      assert.notEqual(action.kind, 'give-up')
    }
    if (event.kind === 'acknowledged' && this.isIdle) this.#window.forget(since(state.saved.cursor, OVERLAP))
    return position
  }

  #handOn(changes: Change[], request: PageRequest, position: Position): void {
    const origin = { source: 'p', dataset: 'd', request: 'r', observedAt: 0, since: request.since }
    const { outcomes } = digest(changes.map(saleOf), this.#window, origin)
    const emitted = outcomes.map((outcome) =>
      outcome.kind === 'sale'
        ? { id: outcome.key.slice(2), at: Number(outcome.sale.version) }
        : assert.fail(outcome.kind)
    )
    for (const { id, at } of emitted) {
      assert.ok(at > (this.#versions.get(id) ?? 0), 'versions of a sale increase while the process lives')
      this.#versions.set(id, at)
    }
    assert.ok(this.#window.size <= CAPACITY)
    this.#fresh += emitted.length
    this.#outbox.push({ changes: emitted, position })
  }
}

function saleOf({ id, at }: Change): ChangedSale {
  const row = {
    sale_id: id,
    salesman_id: '1',
    salesman_name: 'A',
    city: 'B',
    country: 'C',
    amount: '1',
    currency: 'EUR',
    sold_at: '2005-01-01'
  }
  return { identity: id, changedAt: at, row, violations: [], element: null }
}

type Command = (partner: ModelPartner, ingestor: ModelIngestor) => void

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const size = fc.integer({ min: 1, max: 3 })
const turn = fc
  .tuple(size, fc.constantFrom('honest', 'shuffled', 'repeated', 'stale', 'stale'), fc.nat(), id)
  .map(([rows, kind, seed, which]): Command => (partner, ingestor) => {
    ingestor.turn(rows, (changes) => {
      if (kind === 'shuffled') return changes.toReversed()
      if (kind === 'repeated') return [...changes, ...changes]
      const versions = partner.history.filter((change) => change.id === which)
      const old = versions[seed % Math.max(1, versions.length)]
      return kind === 'stale' && old ? [...changes, old] : changes
    })
  })
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: turn },
  {
    weight: 4,
    arbitrary: fc
      .tuple(id, fc.oneof(fc.constant(0), fc.integer({ min: 0, max: OVERLAP - 10 })))
      .map(([which, late]): Command => (partner) => {
        partner.change(which, late)
      })
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.boolean())
      .map(([batches, crash]): Command => (_, ingestor) => {
        ingestor.deliver(batches, crash && batches === 3)
      })
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: OVERLAP / 2, max: 3 * OVERLAP }).map((ms): Command => (partner) => {
      partner.now += ms
    })
  },
  {
    weight: 1,
    arbitrary: fc.constant<Command>((_, ingestor) => {
      ingestor.crash()
    })
  },
  {
    weight: 1,
    arbitrary: fc.constant<Command>((_, ingestor) => {
      ingestor.refuseToken()
    })
  }
)

test('whatever the partner lists, and whenever the process ends: nothing is lost, nothing is taken back in time', () => {
  fc.assert(
    fc.property(
      fc.array(command, { maxLength: 150, size: 'max' }),
      fc.integer({ min: -5 * OVERLAP, max: 5 * OVERLAP }),
      (commands, skew) => {
        const partner = new ModelPartner()
        const ingestor = new ModelIngestor(partner, skew)
        for (const run of commands) {
          run(partner, ingestor)
          nothingIsPassedOver(partner, ingestor)
        }
        for (let polls = 0; polls < 2; polls++) {
          do {
            ingestor.turn(3)
            ingestor.deliver(1)
          } while (!ingestor.isIdle)
        }
        const table = new Map(ingestor.kafka.map(({ id, at }) => [id, at]))
        assert.deepEqual(table, partner.latest)
      }
    ),
    { numRuns: 500 }
  )
})

/** Whatever a new process would not ask for again is in Kafka, in this version or a later one. */
function nothingIsPassedOver(partner: ModelPartner, ingestor: ModelIngestor): void {
  const delivered = new Map<string, number>()
  for (const { id, at } of ingestor.kafka) delivered.set(id, Math.max(at, delivered.get(id) ?? 0))
  for (const [id, at] of partner.latest) {
    if (at < since(ingestor.cursor, OVERLAP))
      assert.ok((delivered.get(id) ?? 0) >= at, `${id} of ${at} is behind the cursor ${ingestor.cursor}`)
  }
}
