// Generated from contracts/customer-rules by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export type RuleSetStep = 'UNKNOWN' | 'PROPOSED' | 'WITHDRAWN' | 'APPROVED'

/** One step of a version of a rule set */
export interface RuleSetEvent {
  /** The rule set; also the record's key */
  readonly name: string
  readonly version: number
  /** Proposed: runs in shadow from then on. Approved: in force from then on */
  readonly event: RuleSetStep
  readonly author: string
  readonly reason: string
  readonly at: number
  /** Proposed: the rule set, as JSON */
  readonly content: null | string
  /** Approved: what it changed in shadow, as JSON */
  readonly evidence: null | string
}

/** key: string, value: RuleSetEvent */
export const customerRulesContract: ContractData<string, RuleSetEvent> = {
  "stream": "customer-rules",
  "line": "customers",
  "owner": "customer-platform",
  "description": "What has been proposed and decided about the rule sets that customers are judged by. The log is the record; nothing leaves it.",
  "topic": {
    "name": "customer-rules",
    "partitions": 1,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "-1",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": "string",
  "value": {
    "type": "record",
    "name": "RuleSetEvent",
    "namespace": "customers",
    "doc": "One step of a version of a rule set",
    "fields": [
      {
        "name": "name",
        "type": "string",
        "doc": "The rule set; also the record's key"
      },
      {
        "name": "version",
        "type": "int"
      },
      {
        "name": "event",
        "type": {
          "type": "enum",
          "name": "RuleSetStep",
          "symbols": [
            "UNKNOWN",
            "PROPOSED",
            "WITHDRAWN",
            "APPROVED"
          ],
          "default": "UNKNOWN"
        },
        "doc": "Proposed: runs in shadow from then on. Approved: in force from then on"
      },
      {
        "name": "author",
        "type": "string"
      },
      {
        "name": "reason",
        "type": "string"
      },
      {
        "name": "at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      },
      {
        "name": "content",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "doc": "Proposed: the rule set, as JSON"
      },
      {
        "name": "evidence",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "doc": "Approved: what it changed in shadow, as JSON"
      }
    ]
  }
}
