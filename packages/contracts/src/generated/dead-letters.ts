// Generated from contracts/dead-letters by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export interface Origin {
  /** postgres, file, soap or kafka */
  readonly system: string
  /** Table, file, operation or topic */
  readonly dataset: string
  /** LSN, line, cursor, or partition and offset */
  readonly position: string
}

export interface Violation {
  readonly field: string
  readonly rule: string
  /** Of the rule */
  readonly version: number
  /** What was found, shortened, personal data masked; null where nothing was */
  readonly value: null | string
  /** Personal data masked */
  readonly message: string
}

/** What a service refused, and why: enough to mend it and send it again */
export interface DeadLetter {
  readonly service: string
  readonly origin: Origin
  /** The service's error code; its README says what to do */
  readonly code: string
  readonly message: string
  readonly violations: readonly Violation[]
  /** The refused bytes, as they came */
  readonly original: Buffer
  readonly content_type: string
  readonly trace_id: null | string
  readonly refused_at: number
}

/** key: null, value: DeadLetter */
export const deadLettersContract: ContractData<null, DeadLetter> = {
  "stream": "dead-letters",
  "owner": "sales-platform",
  "description": "What a service refused, with the original bytes and the reason.",
  "topic": {
    "name": "dead-letters.{instance}",
    "instances": [
      "db-cdc-bridge",
      "file-ingestor",
      "soap-ingestor",
      "city-aggregator",
      "salesman-aggregator",
      "results-api"
    ],
    "partitions": 1,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "2592000000",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": null,
  "value": {
    "type": "record",
    "name": "DeadLetter",
    "namespace": "operations",
    "doc": "What a service refused, and why: enough to mend it and send it again",
    "fields": [
      {
        "name": "service",
        "type": "string"
      },
      {
        "name": "origin",
        "type": {
          "type": "record",
          "name": "Origin",
          "fields": [
            {
              "name": "system",
              "type": "string",
              "doc": "postgres, file, soap or kafka"
            },
            {
              "name": "dataset",
              "type": "string",
              "doc": "Table, file, operation or topic"
            },
            {
              "name": "position",
              "type": "string",
              "doc": "LSN, line, cursor, or partition and offset"
            }
          ]
        }
      },
      {
        "name": "code",
        "type": "string",
        "doc": "The service's error code; its README says what to do"
      },
      {
        "name": "message",
        "type": "string"
      },
      {
        "name": "violations",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "name": "Violation",
            "fields": [
              {
                "name": "field",
                "type": "string"
              },
              {
                "name": "rule",
                "type": "string"
              },
              {
                "name": "version",
                "type": "int",
                "default": 1,
                "doc": "Of the rule"
              },
              {
                "name": "value",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "doc": "What was found, shortened, personal data masked; null where nothing was"
              },
              {
                "name": "message",
                "type": "string",
                "doc": "Personal data masked"
              }
            ]
          }
        },
        "default": []
      },
      {
        "name": "original",
        "type": "bytes",
        "doc": "The refused bytes, as they came"
      },
      {
        "name": "content_type",
        "type": "string"
      },
      {
        "name": "trace_id",
        "type": [
          "null",
          "string"
        ],
        "default": null
      },
      {
        "name": "refused_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      }
    ]
  }
}
