// Generated from contracts/customer-notifications by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export type Channel = 'NONE' | 'EMAIL' | 'PHONE'

/** One message to one customer, each once */
export interface CustomerNotification {
  /** The same when the same verdict is read again */
  readonly notification_id: string
  /** Also the record's key */
  readonly customer_id: string
  readonly channel: Channel
  /** The e-mail address or telephone number of the channel; nothing else in a notification is personal */
  readonly recipient: null | string
  /** Which message */
  readonly template: string
  readonly parameters: Readonly<Record<string, string>>
  /** Rules that failed */
  readonly caused_by: readonly string[]
  readonly created_at: number
}

/** key: string, value: CustomerNotification */
export const customerNotificationsContract: ContractData<string, CustomerNotification> = {
  "stream": "customer-notifications",
  "line": "customers",
  "owner": "customer-platform",
  "description": "What a customer is to be told because of a verdict.",
  "topic": {
    "name": "customer-notifications",
    "partitions": 3,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "604800000",
      "min.insync.replicas": "1"
    }
  },
  "compatibility": "FULL_TRANSITIVE",
  "key": "string",
  "value": {
    "type": "record",
    "name": "CustomerNotification",
    "namespace": "customers",
    "doc": "One message to one customer, each once",
    "fields": [
      {
        "name": "notification_id",
        "type": "string",
        "doc": "The same when the same verdict is read again"
      },
      {
        "name": "customer_id",
        "type": "string",
        "doc": "Also the record's key"
      },
      {
        "name": "channel",
        "type": {
          "type": "enum",
          "name": "Channel",
          "symbols": [
            "NONE",
            "EMAIL",
            "PHONE"
          ],
          "default": "NONE"
        }
      },
      {
        "name": "recipient",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "personal": true,
        "doc": "The e-mail address or telephone number of the channel; nothing else in a notification is personal"
      },
      {
        "name": "template",
        "type": "string",
        "doc": "Which message"
      },
      {
        "name": "parameters",
        "type": {
          "type": "map",
          "values": "string"
        },
        "default": {}
      },
      {
        "name": "caused_by",
        "type": {
          "type": "array",
          "items": "string"
        },
        "default": [],
        "doc": "Rules that failed"
      },
      {
        "name": "created_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      }
    ]
  }
}
