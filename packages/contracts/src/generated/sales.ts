// Generated from contracts/sales by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export interface Place {
  readonly city: string
  /** State or province; empty where the place has none */
  readonly region: string
  readonly country: string
}

export interface Salesman {
  readonly id: string
  readonly name: string
}

/** Where this state of the sale was read */
export interface Provenance {
  /** postgres, file or soap */
  readonly system: string
  /** Table, file with its content hash, or operation */
  readonly dataset: string
  /** LSN, line or cursor inside the dataset */
  readonly position: string
  readonly observed_at: number
}

/** The latest state of one sale. A tombstone under the same key removes it. */
export interface Sale {
  /** <source>:<native id>, unique in the whole pipeline; also the record's key */
  readonly sale_id: string
  /** Monotonic per sale within its source, and the same when the same input is read again: commit LSN; file time and line; the service's own timestamp */
  readonly version: bigint
  readonly place: Place
  readonly salesman: Salesman
  readonly amount: bigint
  /** ISO 4217 */
  readonly currency: string
  /** Event time: it decides the day */
  readonly sold_at: number
  readonly product: null | string
  readonly provenance: Provenance
}

/** key: string, value: Sale */
export const salesContract: ContractData<string, Sale> = {
  "stream": "sales",
  "owner": "sales-platform",
  "description": "Every sale's latest state, whatever its source. A table, not a log of facts.",
  "topic": {
    "name": "sales",
    "partitions": 6,
    "config": {
      "cleanup.policy": "compact",
      "message.timestamp.type": "LogAppendTime",
      "delete.retention.ms": "86400000",
      "min.compaction.lag.ms": "86400000",
      "min.insync.replicas": "1"
    }
  },
  "keyField": "sale_id",
  "compatibility": "FULL_TRANSITIVE",
  "rules": [
    {
      "id": "sale-id",
      "field": "sale_id",
      "minLength": 3,
      "maxLength": 200,
      "pattern": "^[^:]+:.+$",
      "message": "must be <source>:<native id>"
    },
    {
      "id": "city",
      "field": "place.city",
      "minLength": 1,
      "maxLength": 200
    },
    {
      "id": "region",
      "field": "place.region",
      "maxLength": 200
    },
    {
      "id": "country",
      "field": "place.country",
      "minLength": 1,
      "maxLength": 200
    },
    {
      "id": "salesman-id",
      "field": "salesman.id",
      "minLength": 1,
      "maxLength": 200
    },
    {
      "id": "salesman-name",
      "field": "salesman.name",
      "minLength": 1,
      "maxLength": 200,
      "personal": true
    },
    {
      "id": "currency",
      "field": "currency",
      "pattern": "^[A-Z]{3}$",
      "message": "must be an ISO 4217 code of three capital letters, such as USD"
    },
    {
      "id": "product",
      "field": "product",
      "maxLength": 500
    },
    {
      "id": "sold-at",
      "field": "sold_at",
      "minimum": -2208988800000,
      "maximum": 4102444800000,
      "message": "must lie between the years 1900 and 2100"
    }
  ],
  "key": "string",
  "value": {
    "type": "record",
    "name": "Sale",
    "namespace": "sales",
    "doc": "The latest state of one sale. A tombstone under the same key removes it.",
    "fields": [
      {
        "name": "sale_id",
        "type": "string",
        "doc": "<source>:<native id>, unique in the whole pipeline; also the record's key"
      },
      {
        "name": "version",
        "type": "long",
        "doc": "Monotonic per sale within its source, and the same when the same input is read again: commit LSN; file time and line; the service's own timestamp"
      },
      {
        "name": "place",
        "type": {
          "type": "record",
          "name": "Place",
          "fields": [
            {
              "name": "city",
              "type": "string"
            },
            {
              "name": "region",
              "type": "string",
              "default": "",
              "doc": "State or province; empty where the place has none"
            },
            {
              "name": "country",
              "type": "string"
            }
          ]
        }
      },
      {
        "name": "salesman",
        "type": {
          "type": "record",
          "name": "Salesman",
          "fields": [
            {
              "name": "id",
              "type": "string"
            },
            {
              "name": "name",
              "type": "string"
            }
          ]
        }
      },
      {
        "name": "amount",
        "type": {
          "type": "bytes",
          "logicalType": "decimal",
          "precision": 19,
          "scale": 4
        }
      },
      {
        "name": "currency",
        "type": "string",
        "doc": "ISO 4217"
      },
      {
        "name": "sold_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        },
        "doc": "Event time: it decides the day"
      },
      {
        "name": "product",
        "type": [
          "null",
          "string"
        ],
        "default": null
      },
      {
        "name": "provenance",
        "type": {
          "type": "record",
          "name": "Provenance",
          "doc": "Where this state of the sale was read",
          "fields": [
            {
              "name": "system",
              "type": "string",
              "doc": "postgres, file or soap"
            },
            {
              "name": "dataset",
              "type": "string",
              "doc": "Table, file with its content hash, or operation"
            },
            {
              "name": "position",
              "type": "string",
              "doc": "LSN, line or cursor inside the dataset"
            },
            {
              "name": "observed_at",
              "type": {
                "type": "long",
                "logicalType": "timestamp-millis"
              }
            }
          ]
        }
      }
    ]
  }
}
