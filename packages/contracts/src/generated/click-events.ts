// Generated from contracts/click-events by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export interface Attribute {
  readonly element: string
  readonly content: string
}

/** One click */
export interface ClickEvent {
  /** Who clicked; also the record's key */
  readonly email: string
  readonly timestamp: number
  readonly uri: string
  /** Of the click within its visit */
  readonly number: number
  readonly attributes: Readonly<Record<string, Attribute>>
  /** What the clicked control was set to */
  readonly value: null | boolean | bigint | number | string
  /** The pages of the visit before this one */
  readonly path: readonly string[]
}

/** key: string, value: ClickEvent */
export const clickEventsContract: ContractData<string, ClickEvent> = {
  "stream": "click-events",
  "line": "customers",
  "owner": "web",
  "description": "What visitors click on.",
  "topic": {
    "name": "click-events",
    "partitions": 3,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "604800000",
      "min.insync.replicas": "1"
    }
  },
  "keyField": "email",
  "compatibility": "FULL_TRANSITIVE",
  "rules": [
    {
      "id": "uri-of-the-web",
      "field": "uri",
      "severity": "minor",
      "action": "warn",
      "expression": "value.startsWith('https://') || value.startsWith('http://')",
      "message": "must be an address of the web",
      "remedy": "Send the address of the page that was clicked on."
    },
    {
      "id": "attributes-few",
      "field": "attributes",
      "expression": "value.size() <= 50",
      "message": "must have at most 50 entries",
      "remedy": "Send only the attributes that somebody reads."
    }
  ],
  "key": "string",
  "value": {
    "type": "record",
    "name": "ClickEvent",
    "namespace": "web",
    "doc": "One click",
    "fields": [
      {
        "name": "email",
        "type": {
          "type": "string",
          "logicalType": "email"
        },
        "doc": "Who clicked; also the record's key",
        "personal": true
      },
      {
        "name": "timestamp",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      },
      {
        "name": "uri",
        "type": "string",
        "format": "uri",
        "maxLength": 2048
      },
      {
        "name": "number",
        "type": "int",
        "minimum": 0,
        "doc": "Of the click within its visit"
      },
      {
        "name": "attributes",
        "type": {
          "type": "map",
          "values": {
            "type": "record",
            "name": "Attribute",
            "fields": [
              {
                "name": "element",
                "type": "string",
                "minLength": 1,
                "maxLength": 100
              },
              {
                "name": "content",
                "type": "string",
                "maxLength": 1000
              }
            ]
          }
        },
        "default": {}
      },
      {
        "name": "value",
        "type": [
          "null",
          "boolean",
          "long",
          "double",
          "string"
        ],
        "default": null,
        "doc": "What the clicked control was set to"
      },
      {
        "name": "path",
        "type": {
          "type": "array",
          "items": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          }
        },
        "default": [],
        "maxLength": 100,
        "doc": "The pages of the visit before this one"
      }
    ]
  }
}
