import type { Graph } from '../../lineage-ports.ts'
import { keyOf } from './digest.ts'
import { healthOf, healthOfJob, rateOfJob } from './health.ts'

/** The graph as it is shown, at an instant (epoch ms). */
export function shownGraph({ jobs, runs, datasets }: Graph, now: number) {
  const runsOf = Map.groupBy(runs, keyOf)
  return {
    jobs: jobs.map((job) => {
      const own = runsOf.get(keyOf(job)) ?? []
      const { namespace, name, description, owner, processing, kind } = job
      return {
        ...{ namespace, name, description, owner, processing, kind },
        health: healthOfJob(own, now),
        ...rateOfJob(own, now),
        runs: own.map((run) => ({
          ...{ runId: run.runId, health: healthOf(run, now), error: run.error },
          startedAt: run.startedAt.toISOString(),
          lastEventAt: run.eventAt.toISOString(),
          endedAt: run.endedAt?.toISOString() ?? null,
          reasons: { ...run.progress?.reasons }
        }))
      }
    }),
    datasets: datasets.map(({ fields, ...dataset }) => ({
      ...dataset,
      fields: fields as readonly { readonly name: string }[] as { name: string }[]
    })),
    edges: jobs.flatMap(({ namespace, name, inputs, outputs }) => [
      ...inputs.map((dataset) => ({ job: { namespace, name }, dataset: nameOf(dataset), direction: 'in' as const })),
      ...outputs.map((dataset) => ({ job: { namespace, name }, dataset: nameOf(dataset), direction: 'out' as const }))
    ]),
    columnEdges: jobs.flatMap(({ namespace, name, outputs }) =>
      outputs.flatMap((output) =>
        output.columns.map(({ field, from, type, subtype }) => ({
          ...{ job: { namespace, name }, from, to: { ...nameOf(output), field }, type, subtype }
        }))
      )
    )
  }
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  return { namespace, name }
}
