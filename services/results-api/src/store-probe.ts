import { setTimeout as delay } from 'node:timers/promises'
import type { Component, Service } from '@sales-pipeline/service-kit'
import type { Results } from './ports.ts'

const INTERVAL_MS = 1000

/** Keeps the readiness of the results store true while nobody asks it anything. */
export function storeProbe(results: Pick<Results, 'revision'>, health: Component): Service {
  return {
    name: 'store-probe',
    run: async (signal) => {
      while (!signal.aborted) {
        try {
          await results.revision()
          health.ready()
        } catch (error) {
          health.notReady(`the results store does not answer: ${(error as Error).message}`)
        }
        await delay(INTERVAL_MS, undefined, { signal }).catch(() => undefined)
      }
    }
  }
}
