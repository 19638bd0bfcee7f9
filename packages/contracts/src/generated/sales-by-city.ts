// Generated from contracts/sales-by-city by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export interface SalesByCityKey {
  readonly country: string
  readonly region: string
  readonly city: string
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

export interface LargestSale {
  readonly sale_id: string
  readonly amount: bigint
  readonly sold_at: number
  readonly salesman_id: string
  readonly salesman_name: string
  readonly product: null | string
}

/** One shard's partial total of a city, currency and day. Count zero: the group has vanished. */
export interface SalesByCity {
  readonly version: Version
  readonly total: bigint
  readonly count: bigint
  /** The group's largest sales, largest first */
  readonly largest: readonly LargestSale[]
}

/** key: SalesByCityKey, value: SalesByCity */
export const salesByCityContract: ContractData<SalesByCityKey, SalesByCity> = {
  "stream": "sales-by-city",
  "owner": "sales-platform",
  "description": "Partial totals per city, currency and day, one record per shard; written by city-aggregator, merged by results-api.",
  "topic": {
    "name": "sales-by-city",
    "partitions": 6,
    "config": {
      "cleanup.policy": "compact",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": {
    "type": "record",
    "name": "SalesByCityKey",
    "namespace": "sales",
    "fields": [
      {
        "name": "country",
        "type": "string"
      },
      {
        "name": "region",
        "type": "string"
      },
      {
        "name": "city",
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
    "name": "SalesByCity",
    "namespace": "sales",
    "doc": "One shard's partial total of a city, currency and day. Count zero: the group has vanished.",
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
        "name": "largest",
        "doc": "The group's largest sales, largest first",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "name": "LargestSale",
            "fields": [
              {
                "name": "sale_id",
                "type": "string"
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
                "name": "sold_at",
                "type": {
                  "type": "long",
                  "logicalType": "timestamp-millis"
                }
              },
              {
                "name": "salesman_id",
                "type": "string"
              },
              {
                "name": "salesman_name",
                "type": "string"
              },
              {
                "name": "product",
                "type": [
                  "null",
                  "string"
                ],
                "default": null
              }
            ]
          }
        }
      }
    ]
  }
}
