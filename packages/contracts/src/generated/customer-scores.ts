// Generated from contracts/customer-scores by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

/** A rule, a source, a field, or a rule among the records of a source */
export interface ScoreSubject {
  readonly rule: null | string
  readonly source: null | string
  readonly field: null | string
}

export type Departure = 'NONE' | 'ABOVE' | 'BELOW'

export interface ScoreWindow {
  readonly window_ms: bigint
  readonly count: bigint
  readonly failed: bigint
  readonly ratio: null | number
  /** Against the ratio of the window before */
  readonly trend: null | number
  readonly usual_low: null | number
  readonly usual_high: null | number
  readonly departure: Departure
}

/** The score of one subject in one step of event time, and of the sliding window that ends with it */
export interface CustomerScore {
  /** With step_start also the record's key */
  readonly subject: ScoreSubject
  readonly step_start: number
  readonly step_ms: bigint
  /** Records in the step */
  readonly count: bigint
  readonly failed: bigint
  /** As it was when the step was last counted */
  readonly window: ScoreWindow
  readonly rule_set: string
  readonly rule_set_version: number
}

/** key: string, value: CustomerScore */
export const customerScoresContract: ContractData<string, CustomerScore> = {
  "stream": "customer-scores",
  "line": "customers",
  "owner": "customer-platform",
  "description": "How many records failed each rule, of each source and in each field, step by step of event time. A table.",
  "topic": {
    "name": "customer-scores",
    "partitions": 1,
    "config": {
      "cleanup.policy": "compact,delete",
      "retention.ms": "2592000000",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": "string",
  "value": {
    "type": "record",
    "name": "CustomerScore",
    "namespace": "customers",
    "doc": "The score of one subject in one step of event time, and of the sliding window that ends with it",
    "fields": [
      {
        "name": "subject",
        "type": {
          "type": "record",
          "name": "ScoreSubject",
          "doc": "A rule, a source, a field, or a rule among the records of a source",
          "fields": [
            {
              "name": "rule",
              "type": [
                "null",
                "string"
              ],
              "default": null
            },
            {
              "name": "source",
              "type": [
                "null",
                "string"
              ],
              "default": null
            },
            {
              "name": "field",
              "type": [
                "null",
                "string"
              ],
              "default": null
            }
          ]
        },
        "doc": "With step_start also the record's key"
      },
      {
        "name": "step_start",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      },
      {
        "name": "step_ms",
        "type": "long"
      },
      {
        "name": "count",
        "type": "long",
        "doc": "Records in the step"
      },
      {
        "name": "failed",
        "type": "long"
      },
      {
        "name": "window",
        "type": {
          "type": "record",
          "name": "ScoreWindow",
          "fields": [
            {
              "name": "window_ms",
              "type": "long"
            },
            {
              "name": "count",
              "type": "long"
            },
            {
              "name": "failed",
              "type": "long"
            },
            {
              "name": "ratio",
              "type": [
                "null",
                "double"
              ],
              "default": null
            },
            {
              "name": "trend",
              "type": [
                "null",
                "double"
              ],
              "default": null,
              "doc": "Against the ratio of the window before"
            },
            {
              "name": "usual_low",
              "type": [
                "null",
                "double"
              ],
              "default": null
            },
            {
              "name": "usual_high",
              "type": [
                "null",
                "double"
              ],
              "default": null
            },
            {
              "name": "departure",
              "type": {
                "type": "enum",
                "name": "Departure",
                "symbols": [
                  "NONE",
                  "ABOVE",
                  "BELOW"
                ],
                "default": "NONE"
              },
              "default": "NONE"
            }
          ]
        },
        "doc": "As it was when the step was last counted"
      },
      {
        "name": "rule_set",
        "type": "string"
      },
      {
        "name": "rule_set_version",
        "type": "int"
      }
    ]
  }
}
