// Generated from contracts/customers by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export type Use = 'OTHER' | 'HOME' | 'WORK' | 'BILLING'

export interface Address {
  readonly use: Use
  readonly lines: readonly string[]
  readonly postal_code: string
  readonly city: string
  readonly country: string
}

/** The latest state of one customer */
export interface Customer {
  /** Also the record's key */
  readonly customer_id: string
  readonly name: string
  readonly born: null | number
  readonly job: null | string
  readonly email: null | string
  readonly phone: null | string
  readonly addresses: readonly Address[]
  /** The day on which they became a customer */
  readonly since: number
  readonly credit_limit: null | bigint
  /** What other systems call them, by system */
  readonly identifiers: Readonly<Record<string, string>>
}

/** key: string, value: Customer */
export const customersContract: ContractData<string, Customer> = {
  "stream": "customers",
  "line": "customers",
  "owner": "customer-platform",
  "description": "Every customer's latest state. A table, not a log of facts.",
  "topic": {
    "name": "customers",
    "partitions": 3,
    "config": {
      "cleanup.policy": "compact",
      "min.insync.replicas": "1"
    }
  },
  "keyField": "customer_id",
  "compatibility": "FULL_TRANSITIVE",
  "rules": [
    {
      "id": "reachable",
      "field": "email",
      "scope": "record",
      "severity": "minor",
      "action": "warn",
      "expression": "record.email != null || record.phone != null",
      "message": "must be there where no telephone number is",
      "remedy": "Ask the customer for an e-mail address or a telephone number."
    },
    {
      "id": "born-before-customer",
      "field": "since",
      "scope": "record",
      "severity": "critical",
      "expression": "record.born == null || record.born < record.since",
      "message": "must be later than the day of birth",
      "remedy": "Correct one of the two dates at the source."
    }
  ],
  "key": "string",
  "value": {
    "type": "record",
    "name": "Customer",
    "namespace": "customers",
    "doc": "The latest state of one customer",
    "fields": [
      {
        "name": "customer_id",
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "doc": "Also the record's key"
      },
      {
        "name": "name",
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "personal": true
      },
      {
        "name": "born",
        "type": [
          "null",
          {
            "type": "int",
            "logicalType": "date"
          }
        ],
        "default": null,
        "minimum": "1900-01-01",
        "personal": true
      },
      {
        "name": "job",
        "type": [
          "null",
          "string"
        ],
        "default": null,
        "maxLength": 200
      },
      {
        "name": "email",
        "type": [
          "null",
          {
            "type": "string",
            "logicalType": "email"
          }
        ],
        "default": null,
        "personal": true
      },
      {
        "name": "phone",
        "type": [
          "null",
          {
            "type": "string",
            "format": "phone"
          }
        ],
        "default": null,
        "personal": true
      },
      {
        "name": "addresses",
        "type": {
          "type": "array",
          "items": {
            "type": "record",
            "name": "Address",
            "fields": [
              {
                "name": "use",
                "type": {
                  "type": "enum",
                  "name": "Use",
                  "symbols": [
                    "OTHER",
                    "HOME",
                    "WORK",
                    "BILLING"
                  ],
                  "default": "OTHER"
                },
                "default": "OTHER"
              },
              {
                "name": "lines",
                "type": {
                  "type": "array",
                  "items": "string"
                },
                "default": [],
                "personal": true
              },
              {
                "name": "postal_code",
                "type": "string",
                "default": "",
                "maxLength": 20,
                "personal": true
              },
              {
                "name": "city",
                "type": "string",
                "minLength": 1,
                "maxLength": 200
              },
              {
                "name": "country",
                "type": "string",
                "pattern": "^[A-Z]{2}$",
                "message": "must be an ISO 3166 code of two capital letters, such as FR"
              }
            ]
          }
        },
        "default": [],
        "maxLength": 20
      },
      {
        "name": "since",
        "type": {
          "type": "int",
          "logicalType": "date"
        },
        "doc": "The day on which they became a customer"
      },
      {
        "name": "credit_limit",
        "type": [
          "null",
          {
            "type": "bytes",
            "logicalType": "decimal",
            "precision": 12,
            "scale": 2
          }
        ],
        "default": null,
        "minimum": "0"
      },
      {
        "name": "identifiers",
        "type": {
          "type": "map",
          "values": "string"
        },
        "default": {},
        "doc": "What other systems call them, by system"
      }
    ]
  }
}
