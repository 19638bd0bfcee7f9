// Generated from contracts/cdc by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export interface KeyColumn {
  readonly name: string
  readonly value: string
}

/** The primary key of a row, in the order of its columns, in Postgres' text form */
export interface CdcKey {
  readonly columns: readonly KeyColumn[]
}

export type Op = 'r' | 'c' | 'u' | 'd' | 't'

export interface ChangeSource {
  readonly schema: string
  readonly table: string
  /** Commit LSN of the transaction; the snapshot's consistent point for op r */
  readonly lsn: bigint
  readonly tx_id: null | bigint
  readonly commit_time: number
  readonly snapshot: boolean
}

/** One change of one row. Values are Postgres' own text form, lossless for every type; a column that is absent is an unchanged TOAST value, or outside the replica identity. */
export interface ChangeEnvelope {
  /** r snapshot read, c insert, u update, d delete, t truncate */
  readonly op: Op
  readonly before: null | Readonly<Record<string, null | string>>
  readonly after: null | Readonly<Record<string, null | string>>
  readonly source: ChangeSource
}

/** key: CdcKey, value: ChangeEnvelope */
export const cdcContract: ContractData<CdcKey, ChangeEnvelope> = {
  "stream": "cdc",
  "owner": "sales-platform",
  "description": "Row changes of one source table, in commit order; written by db-cdc-bridge.",
  "topic": {
    "name": "cdc.{instance}",
    "instances": [
      "public.sale",
      "public.salesman",
      "public.city"
    ],
    "partitions": 6,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "604800000",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": {
    "type": "record",
    "name": "CdcKey",
    "namespace": "cdc",
    "doc": "The primary key of a row, in the order of its columns, in Postgres' text form",
    "fields": [
      {
        "name": "columns",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "name": "KeyColumn",
            "fields": [
              {
                "name": "name",
                "type": "string"
              },
              {
                "name": "value",
                "type": "string"
              }
            ]
          }
        }
      }
    ]
  },
  "value": {
    "type": "record",
    "name": "ChangeEnvelope",
    "namespace": "cdc",
    "doc": "One change of one row. Values are Postgres' own text form, lossless for every type; a column that is absent is an unchanged TOAST value, or outside the replica identity.",
    "fields": [
      {
        "name": "op",
        "type": {
          "type": "enum",
          "name": "Op",
          "symbols": [
            "r",
            "c",
            "u",
            "d",
            "t"
          ]
        },
        "doc": "r snapshot read, c insert, u update, d delete, t truncate"
      },
      {
        "name": "before",
        "type": [
          "null",
          {
            "type": "map",
            "values": [
              "null",
              "string"
            ]
          }
        ],
        "default": null
      },
      {
        "name": "after",
        "type": [
          "null",
          {
            "type": "map",
            "values": [
              "null",
              "string"
            ]
          }
        ],
        "default": null
      },
      {
        "name": "source",
        "type": {
          "type": "record",
          "name": "ChangeSource",
          "fields": [
            {
              "name": "schema",
              "type": "string"
            },
            {
              "name": "table",
              "type": "string"
            },
            {
              "name": "lsn",
              "type": "long",
              "doc": "Commit LSN of the transaction; the snapshot's consistent point for op r"
            },
            {
              "name": "tx_id",
              "type": [
                "null",
                "long"
              ],
              "default": null
            },
            {
              "name": "commit_time",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              }
            },
            {
              "name": "snapshot",
              "type": "boolean"
            }
          ]
        }
      }
    ]
  }
}
