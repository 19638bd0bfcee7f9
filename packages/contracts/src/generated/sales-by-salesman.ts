// Generated from contracts/sales-by-salesman by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export interface SalesBySalesmanKey {
  readonly country: string
  readonly salesman_id: string
  readonly currency: string
  readonly day: number
  /** Partition of the input that this partial total is of */
  readonly shard: number
}

/** Which input a partial total includes; compared by generation, then offset */
export interface Version {
  readonly generation: number
  /** The next offset of the input: everything below it is included */
  readonly offset: bigint
}

/** One shard's partial total of a salesman in a country, currency and day. Count zero: the group has vanished. */
export interface SalesBySalesman {
  readonly version: Version
  readonly total: bigint
  readonly count: bigint
  /** The name on the group's latest sale; empty in a vanished group */
  readonly salesman_name: string
  /** sold_at of the sale that the name stands on; the newest of all partials names the salesman */
  readonly named_at: number
}

/** key: SalesBySalesmanKey, value: SalesBySalesman */
export const salesBySalesmanContract: ContractData<SalesBySalesmanKey, SalesBySalesman> = {
  "stream": "sales-by-salesman",
  "owner": "sales-platform",
  "description": "Partial totals per salesman, country, currency and day, one record per shard; written by salesman-aggregator, merged by results-api.",
  "topic": {
    "name": "sales-by-salesman",
    "partitions": 6,
    "config": {
      "cleanup.policy": "compact",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": {
    "type": "record",
    "name": "SalesBySalesmanKey",
    "namespace": "sales",
    "fields": [
      {
        "name": "country",
        "type": "string"
      },
      {
        "name": "salesman_id",
        "type": "string"
      },
      {
        "name": "currency",
        "type": "string"
      },
      {
        "name": "day",
        "type": {
          "type": "int",
          "logicalType": "date"
        }
      },
      {
        "name": "shard",
        "type": "int",
        "doc": "Partition of the input that this partial total is of"
      }
    ]
  },
  "value": {
    "type": "record",
    "name": "SalesBySalesman",
    "namespace": "sales",
    "doc": "One shard's partial total of a salesman in a country, currency and day. Count zero: the group has vanished.",
    "fields": [
      {
        "name": "version",
        "type": {
          "type": "record",
          "name": "Version",
          "doc": "Which input a partial total includes; compared by generation, then offset",
          "fields": [
            {
              "name": "generation",
              "type": "int"
            },
            {
              "name": "offset",
              "type": "long",
              "doc": "The next offset of the input: everything below it is included"
            }
          ]
        }
      },
      {
        "name": "total",
        "type": {
          "type": "bytes",
          "logicalType": "decimal",
          "precision": 38,
          "scale": 4
        }
      },
      {
        "name": "count",
        "type": "long"
      },
      {
        "name": "salesman_name",
        "type": "string",
        "doc": "The name on the group's latest sale; empty in a vanished group"
      },
      {
        "name": "named_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        },
        "doc": "sold_at of the sale that the name stands on; the newest of all partials names the salesman"
      }
    ]
  }
}
