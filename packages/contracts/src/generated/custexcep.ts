// Generated from contracts/custexcep by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export interface RuleFailure {
  readonly rule: string
  readonly version: number
  /** Completeness, validity, consistency, uniqueness, reference or timeliness */
  readonly dimension: string
  readonly field: string
  /** Personal data masked */
  readonly message: string
  readonly severity: string
  /** What the sender should do */
  readonly remedy: null | string
}

/** Where the assessed record stands in custchannel */
export interface Position {
  readonly partition: number
  readonly offset: bigint
}

/** What a rule has corrected by itself, before the record was judged */
export interface AppliedCorrection {
  readonly rule: string
  readonly version: number
  readonly field: string
  readonly before: string
  readonly after: string
}

/** What the assessor found in one record of custchannel */
export interface CustomerVerdict {
  /** Also the record's key */
  readonly customer_id: string
  readonly source: string
  /** Correct, or the name of the first rule of the policy that fails */
  readonly verdict: string
  readonly failures: readonly RuleFailure[]
  readonly rule_set: string
  readonly rule_set_version: number
  readonly position: Position
  readonly corrections: readonly AppliedCorrection[]
  readonly changed_at: number
  readonly assessed_at: number
}

/** key: string, value: CustomerVerdict */
export const custexcepContract: ContractData<string, CustomerVerdict> = {
  "stream": "custexcep",
  "line": "customers",
  "owner": "customer-platform",
  "description": "The verdict on every record of custchannel.",
  "topic": {
    "name": "custexcep",
    "partitions": 3,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "2592000000",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": "string",
  "value": {
    "type": "record",
    "name": "CustomerVerdict",
    "namespace": "customers",
    "doc": "What the assessor found in one record of custchannel",
    "fields": [
      {
        "name": "customer_id",
        "type": "string",
        "doc": "Also the record's key"
      },
      {
        "name": "source",
        "type": "string"
      },
      {
        "name": "verdict",
        "type": "string",
        "doc": "Correct, or the name of the first rule of the policy that fails"
      },
      {
        "name": "failures",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "name": "RuleFailure",
            "fields": [
              {
                "name": "rule",
                "type": "string"
              },
              {
                "name": "version",
                "type": "int"
              },
              {
                "name": "dimension",
                "type": "string",
                "doc": "Completeness, validity, consistency, uniqueness, reference or timeliness"
              },
              {
                "name": "field",
                "type": "string"
              },
              {
                "name": "message",
                "type": "string",
                "doc": "Personal data masked"
              },
              {
                "name": "severity",
                "type": "string",
                "default": "major"
              },
              {
                "name": "remedy",
                "type": [
                  "null",
                  "string"
                ],
                "default": null,
                "doc": "What the sender should do"
              }
            ]
          }
        },
        "default": []
      },
      {
        "name": "rule_set",
        "type": "string"
      },
      {
        "name": "rule_set_version",
        "type": "int"
      },
      {
        "name": "position",
        "type": {
          "type": "record",
          "name": "Position",
          "doc": "Where the assessed record stands in custchannel",
          "fields": [
            {
              "name": "partition",
              "type": "int"
            },
            {
              "name": "offset",
              "type": "long"
            }
          ]
        }
      },
      {
        "name": "corrections",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "name": "AppliedCorrection",
            "doc": "What a rule has corrected by itself, before the record was judged",
            "fields": [
              {
                "name": "rule",
                "type": "string"
              },
              {
                "name": "version",
                "type": "int"
              },
              {
                "name": "field",
                "type": "string"
              },
              {
                "name": "before",
                "type": "string",
                "personal": true
              },
              {
                "name": "after",
                "type": "string",
                "personal": true
              }
            ]
          }
        },
        "default": []
      },
      {
        "name": "changed_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      },
      {
        "name": "assessed_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      }
    ]
  }
}
