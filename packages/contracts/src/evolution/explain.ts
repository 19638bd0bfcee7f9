import { describeReinterpretations } from '../differences.ts'
import type { AvroJson, Compatibility } from '../topic.ts'
import { unreadable, type Obstacle } from './unreadable.ts'

export const MODES: readonly Compatibility[] = [
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
  'NONE'
]

/** A field that keeps somebody from reading. */
export interface Break extends Obstacle {
  /** new: consumers of the new schema cannot read what was written with the old. old: those of the old cannot read the new. */
  readonly consumers: 'new' | 'old'
  /** Which old schema: 1 is the one before, 2 the one before that. */
  readonly back: number
}

/** Who is to be upgraded before the others, so that nobody meets a record that it cannot read. */
export type Order = 'any order' | 'consumers first' | 'producers first' | 'not on this topic'

export interface Evolution {
  /** By mode: what stands against the change. Empty: the mode allows it. */
  readonly breaks: Readonly<Record<Compatibility, readonly Break[]>>
  readonly order: Order
  /** Bytes that would be read as other values. No mode, and no registry, sees them; none is allowed. */
  readonly reinterpreted: readonly string[]
}

/** What it means to replace the schemas before, the oldest first, by the next, in each of the registry's modes. */
export function explainEvolution(next: AvroJson, before: readonly AvroJson[], where: string): Evolution {
  const all = before.toReversed().flatMap((old, at) => breaksBetween(next, old, at + 1))
  const latest = all.filter(({ back }) => back === 1)
  const breaks = Object.fromEntries(MODES.map((mode) => [mode, breaksIn(mode, all)])) as Record<Compatibility, Break[]>
  const [previous] = before.slice(-1)
  const reinterpreted = previous === undefined ? [] : describeReinterpretations(next, previous, where)
  return { breaks, reinterpreted, order: reinterpreted.length > 0 ? 'not on this topic' : orderOf(latest) }
}

function breaksBetween(next: AvroJson, old: AvroJson, back: number): Break[] {
  return [
    ...unreadable(next, old).map((obstacle) => ({ ...obstacle, consumers: 'new' as const, back })),
    ...unreadable(old, next).map((obstacle) => ({ ...obstacle, consumers: 'old' as const, back }))
  ]
}

function breaksIn(mode: Compatibility, all: readonly Break[]): Break[] {
  const isTransitive = mode.endsWith('_TRANSITIVE')
  const [direction] = mode.split('_')
  return all.filter(({ consumers, back }) => {
    if (back > 1 && !isTransitive) return false
    return direction === 'FULL' || direction === (consumers === 'new' ? 'BACKWARD' : 'FORWARD')
  })
}

function orderOf(breaks: readonly Break[]): Order {
  const breaksNew = breaks.some(({ consumers }) => consumers === 'new')
  const breaksOld = breaks.some(({ consumers }) => consumers === 'old')
  if (breaksNew && breaksOld) return 'not on this topic'
  if (breaksNew) return 'producers first'
  return breaksOld ? 'consumers first' : 'any order'
}

/** Such as `new consumers cannot read records written before: channel: not written, and without a default`. */
export function sentenceOf({ consumers, back, path, text }: Break): string {
  const versions = `${back} versions back`
  const what =
    consumers === 'new'
      ? `new consumers cannot read records written ${back === 1 ? 'before' : versions}`
      : `consumers of ${back === 1 ? 'before' : versions} cannot read new records`
  return `${what}: ${path || 'the schema'}: ${text}`
}
