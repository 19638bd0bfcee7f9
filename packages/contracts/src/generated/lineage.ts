// Generated from contracts/lineage by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export type EventType = 'START' | 'RUNNING' | 'COMPLETE' | 'FAIL' | 'ABORT' | 'OTHER'

/** One OpenLineage run event. What a reader needs in order to route it stands beside it; the event itself stays as the standard has it. */
export interface LineageEvent {
  readonly event_time: number
  /** All that OpenLineage knows */
  readonly event_type: EventType
  /** UUID; also the record's key */
  readonly run_id: string
  readonly job_namespace: string
  readonly job_name: string
  /** URI of the software that wrote the event, with its version */
  readonly producer: string
  /** The event as JSON, by https://openlineage.io/spec/2-0-2/OpenLineage.json */
  readonly event: string
}

/** key: string, value: LineageEvent */
export const lineageContract: ContractData<string, LineageEvent> = {
  "stream": "lineage",
  "owner": "sales-platform",
  "description": "What every job did, read and wrote, as OpenLineage events; written by all services, stored and forwarded by results-api.",
  "topic": {
    "name": "lineage",
    "partitions": 1,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "604800000",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": "string",
  "value": {
    "type": "record",
    "name": "LineageEvent",
    "namespace": "operations",
    "doc": "One OpenLineage run event. What a reader needs in order to route it stands beside it; the event itself stays as the standard has it.",
    "fields": [
      {
        "name": "event_time",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      },
      {
        "name": "event_type",
        "type": {
          "type": "enum",
          "name": "EventType",
          "symbols": [
            "START",
            "RUNNING",
            "COMPLETE",
            "FAIL",
            "ABORT",
            "OTHER"
          ]
        },
        "doc": "All that OpenLineage knows"
      },
      {
        "name": "run_id",
        "type": "string",
        "doc": "UUID; also the record's key"
      },
      {
        "name": "job_namespace",
        "type": "string"
      },
      {
        "name": "job_name",
        "type": "string"
      },
      {
        "name": "producer",
        "type": "string",
        "doc": "URI of the software that wrote the event, with its version"
      },
      {
        "name": "event",
        "type": "string",
        "doc": "The event as JSON, by https://openlineage.io/spec/2-0-2/OpenLineage.json"
      }
    ]
  }
}
