// Generated from contracts/customer-shadow by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export type ShadowData = 'LIVE' | 'RECORDED'

/** What a version of a rule set would change against the one in force */
export interface ShadowResult {
  /** With version and data also the record's key */
  readonly name: string
  readonly version: number
  readonly against_version: number
  readonly data: ShadowData
  readonly records: bigint
  readonly changed: bigint
  /** Verdicts and rules that would change, as JSON */
  readonly report: string
  readonly at: number
}

/** key: string, value: ShadowResult */
export const customerShadowContract: ContractData<string, ShadowResult> = {
  "stream": "customer-shadow",
  "line": "customers",
  "owner": "customer-platform",
  "description": "What each proposed version of a rule set would change, on live and on recorded data. A table.",
  "topic": {
    "name": "customer-shadow",
    "partitions": 1,
    "config": {
      "cleanup.policy": "compact",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": "string",
  "value": {
    "type": "record",
    "name": "ShadowResult",
    "namespace": "customers",
    "doc": "What a version of a rule set would change against the one in force",
    "fields": [
      {
        "name": "name",
        "type": "string",
        "doc": "With version and data also the record's key"
      },
      {
        "name": "version",
        "type": "int"
      },
      {
        "name": "against_version",
        "type": "int"
      },
      {
        "name": "data",
        "type": {
          "type": "enum",
          "name": "ShadowData",
          "symbols": [
            "LIVE",
            "RECORDED"
          ],
          "default": "LIVE"
        }
      },
      {
        "name": "records",
        "type": "long"
      },
      {
        "name": "changed",
        "type": "long"
      },
      {
        "name": "report",
        "type": "string",
        "doc": "Verdicts and rules that would change, as JSON"
      },
      {
        "name": "at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      }
    ]
  }
}
