// Generated from contracts/control-totals by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

/** What a control speaks of: a later one under the same key replaces it */
export interface ControlKey {
  /** The configured name of the source: sale ids begin with it */
  readonly source: string
  /** As in the provenance of its sales */
  readonly dataset: string
  /** Which part of the dataset: a version of a file, a call; empty for all of it */
  readonly scope: string
}

export type ControlKind = 'STATE' | 'RECORDS'

export interface DayTotal {
  /** Business day of the sale */
  readonly day: number
  /** ISO 4217 */
  readonly currency: string
  readonly rows: bigint
  readonly amount: bigint
}

/** How many sales a source holds, and their amount, by day and currency. Written only after Kafka has acknowledged all of them. */
export interface ControlTotal {
  /** STATE: the sales that the source holds at version_to. RECORDS: every record of the dataset whose version lies between both */
  readonly kind: ControlKind
  /** For people: LSN, file version, call */
  readonly position: string
  readonly version_from: bigint
  readonly version_to: bigint
  /** Of RECORDS: only those whose provenance says this */
  readonly observed_at: null | number
  /** IANA zone that the days are of */
  readonly time_zone: string
  readonly taken_at: number
  /** Long controls come in parts, in order: 0 is the first */
  readonly part: number
  readonly parts: number
  readonly totals: readonly DayTotal[]
}

/** key: ControlKey, value: ControlTotal */
export const controlTotalsContract: ContractData<ControlKey, ControlTotal> = {
  "stream": "control-totals",
  "owner": "sales-platform",
  "description": "What the sources say they hold, by day and currency; written by the ingestors, compared by results-api with what arrived.",
  "topic": {
    "name": "control-totals",
    "partitions": 1,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "604800000",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": {
    "type": "record",
    "name": "ControlKey",
    "namespace": "operations",
    "doc": "What a control speaks of: a later one under the same key replaces it",
    "fields": [
      {
        "name": "source",
        "type": "string",
        "doc": "The configured name of the source: sale ids begin with it"
      },
      {
        "name": "dataset",
        "type": "string",
        "doc": "As in the provenance of its sales"
      },
      {
        "name": "scope",
        "type": "string",
        "doc": "Which part of the dataset: a version of a file, a call; empty for all of it"
      }
    ]
  },
  "value": {
    "type": "record",
    "name": "ControlTotal",
    "namespace": "operations",
    "doc": "How many sales a source holds, and their amount, by day and currency. Written only after Kafka has acknowledged all of them.",
    "fields": [
      {
        "name": "kind",
        "type": {
          "type": "enum",
          "name": "ControlKind",
          "symbols": [
            "STATE",
            "RECORDS"
          ]
        },
        "doc": "STATE: the sales that the source holds at version_to. RECORDS: every record of the dataset whose version lies between both"
      },
      {
        "name": "position",
        "type": "string",
        "doc": "For people: LSN, file version, call"
      },
      {
        "name": "version_from",
        "type": "long"
      },
      {
        "name": "version_to",
        "type": "long"
      },
      {
        "name": "observed_at",
        "type": [
          "null",
          {
            "type": "long",
            "logicalType": "timestamp-millis"
          }
        ],
        "default": null,
        "doc": "Of RECORDS: only those whose provenance says this"
      },
      {
        "name": "time_zone",
        "type": "string",
        "doc": "IANA zone that the days are of"
      },
      {
        "name": "taken_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      },
      {
        "name": "part",
        "type": "int",
        "doc": "Long controls come in parts, in order: 0 is the first"
      },
      {
        "name": "parts",
        "type": "int"
      },
      {
        "name": "totals",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "name": "DayTotal",
            "fields": [
              {
                "name": "day",
                "type": {
                  "type": "int",
                  "logicalType": "date"
                },
                "doc": "Business day of the sale"
              },
              {
                "name": "currency",
                "type": "string",
                "doc": "ISO 4217"
              },
              {
                "name": "rows",
                "type": "long"
              },
              {
                "name": "amount",
                "type": {
                  "type": "bytes",
                  "logicalType": "decimal",
                  "precision": 38,
                  "scale": 4
                }
              }
            ]
          }
        }
      }
    ]
  }
}
