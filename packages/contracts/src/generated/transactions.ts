// Generated from contracts/transactions by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export type Kind = 'OTHER' | 'DEBIT' | 'CREDIT' | 'REVERSAL'

/** 32 bytes */
export type Sha256 = Buffer

/** One movement on one account */
export interface Transaction {
  /** Also the record's key */
  readonly transaction_id: string
  readonly account_number: string
  readonly amount: bigint
  readonly currency: string
  readonly timestamp: number
  readonly value_date: number
  readonly kind: Kind
  /** The transaction that this one takes back */
  readonly reverses: null | string
  /** SHA-256 of the sender's message */
  readonly digest: null | Sha256
}

/** key: string, value: Transaction */
export const transactionsContract: ContractData<string, Transaction> = {
  "stream": "transactions",
  "line": "customers",
  "owner": "payments",
  "description": "Movements on accounts, each once.",
  "topic": {
    "name": "transactions",
    "partitions": 3,
    "config": {
      "cleanup.policy": "delete",
      "retention.ms": "604800000",
      "min.insync.replicas": "1"
    }
  },
  "keyField": "transaction_id",
  "compatibility": "FULL_TRANSITIVE",
  "rules": [
    {
      "id": "amount-not-zero",
      "field": "amount",
      "severity": "major",
      "expression": "value != 0",
      "message": "must not be zero",
      "remedy": "Send only transactions that move money."
    },
    {
      "id": "reversal-names-what-it-reverses",
      "field": "reverses",
      "scope": "record",
      "severity": "critical",
      "expression": "(record.kind == 'REVERSAL') == (record.reverses != null)",
      "message": "must name a transaction where kind is REVERSAL, and only there",
      "remedy": "Send the transaction_id of the transaction that is reversed."
    },
    {
      "id": "value-date-near",
      "field": "value_date",
      "scope": "record",
      "severity": "minor",
      "action": "warn",
      "expression": "record.value_date - record.timestamp <= duration('768h') && record.timestamp - record.value_date <= duration('768h')",
      "message": "must lie within a month of the timestamp",
      "remedy": "Check the value date; the transaction has been taken."
    }
  ],
  "key": "string",
  "value": {
    "type": "record",
    "name": "Transaction",
    "namespace": "payments",
    "doc": "One movement on one account",
    "fields": [
      {
        "name": "transaction_id",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "Also the record's key"
      },
      {
        "name": "account_number",
        "type": "string",
        "pattern": "^\\d{8,12}$",
        "message": "must be a number of 8 to 12 digits",
        "personal": true
      },
      {
        "name": "amount",
        "type": {
          "type": "bytes",
          "logicalType": "decimal",
          "precision": 19,
          "scale": 4
        },
        "minimum": "-1000000000",
        "maximum": "1000000000"
      },
      {
        "name": "currency",
        "type": "string",
        "pattern": "^[A-Z]{3}$",
        "message": "must be an ISO 4217 code of three capital letters, such as USD"
      },
      {
        "name": "timestamp",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        },
        "minimum": "2000-01-01T00:00:00Z",
        "maximum": "2100-01-01T00:00:00Z",
        "message": "must lie between the years 2000 and 2100"
      },
      {
        "name": "value_date",
        "type": {
          "type": "int",
          "logicalType": "date"
        }
      },
      {
        "name": "kind",
        "type": {
          "type": "enum",
          "name": "Kind",
          "symbols": [
            "OTHER",
            "DEBIT",
            "CREDIT",
            "REVERSAL"
          ],
          "default": "OTHER"
        },
        "default": "OTHER"
      },
      {
        "name": "reverses",
        "type": [
          "null",
          {
            "type": "string",
            "logicalType": "uuid"
          }
        ],
        "default": null,
        "doc": "The transaction that this one takes back"
      },
      {
        "name": "digest",
        "type": [
          "null",
          {
            "type": "fixed",
            "name": "Sha256",
            "size": 32
          }
        ],
        "default": null,
        "doc": "SHA-256 of the sender's message"
      }
    ]
  }
}
