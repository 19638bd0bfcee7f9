// Generated from contracts/checkpoints by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export interface CheckpointKey {
  /** The configured name of the source */
  readonly source: string
  /** Slot, file or operation inside the source */
  readonly item: string
}

/** Where a source has been read to. Written only after Kafka has acknowledged everything up to it. */
export interface Checkpoint {
  readonly state: Readonly<Record<string, string>>
  readonly updated_at: number
}

/** key: CheckpointKey, value: Checkpoint */
export const checkpointsContract: ContractData<CheckpointKey, Checkpoint> = {
  "stream": "checkpoints",
  "owner": "sales-platform",
  "description": "Where each source has been read to.",
  "topic": {
    "name": "checkpoints.{instance}",
    "instances": [
      "db-cdc-bridge",
      "file-ingestor",
      "soap-ingestor"
    ],
    "partitions": 1,
    "config": {
      "cleanup.policy": "compact",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": {
    "type": "record",
    "name": "CheckpointKey",
    "namespace": "operations",
    "fields": [
      {
        "name": "source",
        "type": "string",
        "doc": "The configured name of the source"
      },
      {
        "name": "item",
        "type": "string",
        "doc": "Slot, file or operation inside the source"
      }
    ]
  },
  "value": {
    "type": "record",
    "name": "Checkpoint",
    "namespace": "operations",
    "doc": "Where a source has been read to. Written only after Kafka has acknowledged everything up to it.",
    "fields": [
      {
        "name": "state",
        "type": {
          "type": "map",
          "values": "string"
        }
      },
      {
        "name": "updated_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      }
    ]
  }
}
