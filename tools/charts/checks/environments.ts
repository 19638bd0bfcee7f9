import assert from 'node:assert/strict'
import type { ServiceVariable } from '../src/service-variables.ts'
import type { Rendering } from './rendered.ts'

/** What a workload's ConfigMap holds, in one rendering. */
export interface Environment {
  readonly data: Readonly<Record<string, string>>
  readonly valuesFile: string
}

export function environmentsOf(renderings: readonly Rendering[], workload: string): readonly Environment[] {
  return renderings.flatMap(({ resources, valuesFile }) =>
    resources
      .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === workload)
      .map(({ data = {} }) => ({ data, valuesFile }))
  )
}

/** @throws AssertionError where a variable is unknown to the service, missing or set twice. */
export function assertKnownAndComplete(
  environments: readonly Environment[],
  known: readonly ServiceVariable[],
  needed: readonly string[] = []
): void {
  assert.ok(environments.length >= 4, `only ${environments.length} environments were rendered`)
  const names = known.map(({ name }) => name)
  const required = [...needed, ...known.filter((variable) => variable.required).map(({ name }) => name)]
  for (const { data, valuesFile } of environments) {
    const given = variablesIn(data, known)
    const unknown = given.filter((name) => !names.includes(name))
    assert.deepEqual(unknown, [], `${valuesFile}: unknown to the service`)
    const missing = required.filter((name) => !given.includes(name))
    assert.deepEqual(missing, [], `${valuesFile}: required and not set`)
    assert.equal(new Set(given).size, given.length, `${valuesFile}: a variable is set twice`)
  }
}

/** The variables that an environment sets, be it by a file. */
function variablesIn(data: Environment['data'], known: readonly ServiceVariable[]): readonly string[] {
  return Object.keys(data).map((name) =>
    known.some((variable) => variable.name === name) ? name : name.replace(/_FILE$/, '')
  )
}
