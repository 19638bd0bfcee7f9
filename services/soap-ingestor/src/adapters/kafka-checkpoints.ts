import type { Checkpoints } from '@sales-pipeline/kafka'

import { fromState, toState } from '../core/checkpoint.ts'
import { errors } from '../errors.ts'
import type { CheckpointStore } from '../ports.ts'

/** The checkpoint of one operation. */
export function kafkaCheckpoints(checkpoints: Checkpoints, operation: string): CheckpointStore {
  return {
    load: () => {
      try {
        return fromState(checkpoints.get(operation))
      } catch (error) {
        throw errors.CHECKPOINT_UNREADABLE((error as Error).message)
      }
    },
    save: (checkpoint) => checkpoints.save(operation, toState(checkpoint))
  }
}
