import type { Checkpoints } from '@sales-pipeline/kafka'
import { checkpointState, readCheckpoint, type BridgeCheckpoint } from '../../core/start-plan.ts'
import type { CheckpointStore } from '../../ports.ts'

/** The checkpoint of one slot, in the bridge's checkpoint topic. */
export class KafkaCheckpointStore implements CheckpointStore {
  readonly #checkpoints: Checkpoints
  readonly #slot: string

  constructor(checkpoints: Checkpoints, slot: string) {
    this.#checkpoints = checkpoints
    this.#slot = slot
  }

  get(): BridgeCheckpoint | undefined {
    return readCheckpoint(this.#checkpoints.get(this.#slot))
  }

  save(checkpoint: BridgeCheckpoint): Promise<void> {
    return this.#checkpoints.save(this.#slot, checkpointState(checkpoint))
  }
}
