// Generated from contracts/custchannel by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

/** The record that a steward has corrected, as it stands in custchannel */
export interface Corrects {
  readonly partition: number
  readonly offset: bigint
  /** 1 for the first correction of that record */
  readonly attempt: number
}

/** What one source says of one customer */
export interface CustomerRecord {
  /** The source's own; also the record's key */
  readonly customer_id: string
  readonly source: string
  readonly name: null | string
  /** Day of birth, yyyy-mm-dd */
  readonly dob: null | string
  readonly job: null | string
  readonly email: null | string
  readonly phone: null | string
  readonly address: null | string
  /** ISO 3166, two letters */
  readonly country: null | string
  /** Customer since, yyyy-mm-dd */
  readonly since: null | string
  /** Event time: when the source changed it */
  readonly changed_at: number
  /** When it was read from the source */
  readonly observed_at: number
  readonly corrects: null | Corrects
}

/** key: string, value: CustomerRecord */
export const custchannelContract: ContractData<string, CustomerRecord> = {
  "stream": "custchannel",
  "line": "customers",
  "owner": "customer-platform",
  "description": "Customers as their sources tell of them, to be assessed. Text stays as it came, so that what is wrong with it can be seen.",
  "topic": {
    "name": "custchannel",
    "partitions": 3,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "604800000",
      "min.insync.replicas": "1"
    }
  },
  "keyField": "customer_id",
  "compatibility": "FULL_TRANSITIVE",
  "key": "string",
  "value": {
    "type": "record",
    "name": "CustomerRecord",
    "namespace": "customers",
    "doc": "What one source says of one customer",
    "fields": [
      {
        "name": "customer_id",
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "doc": "The source's own; also the record's key"
      },
      {
        "name": "source",
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      },
      {
        "name": "name",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "personal": true
      },
      {
        "name": "dob",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "doc": "Day of birth, yyyy-mm-dd",
        "personal": true
      },
      {
        "name": "job",
        "type": [
          "null",
          "string"
        ],
        "default": null
      },
      {
        "name": "email",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "personal": true
      },
      {
        "name": "phone",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "personal": true
      },
      {
        "name": "address",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "personal": true
      },
      {
        "name": "country",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "doc": "ISO 3166, two letters"
      },
      {
        "name": "since",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "doc": "Customer since, yyyy-mm-dd"
      },
      {
        "name": "changed_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        },
        "doc": "Event time: when the source changed it"
      },
      {
        "name": "observed_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        },
        "doc": "When it was read from the source"
      },
      {
        "name": "corrects",
        "type": [
          "null",
          {
            "type": "record",
            "name": "Corrects",
            "doc": "The record that a steward has corrected, as it stands in custchannel",
            "fields": [
              {
                "name": "partition",
                "type": "int"
              },
              {
                "name": "offset",
                "type": "long"
              },
              {
                "name": "attempt",
                "type": "int",
                "doc": "1 for the first correction of that record"
              }
            ]
          }
        ],
        "default": null
      }
    ]
  }
}
