// Generated from contracts/user-registrations by `make gen`. Do not edit.

import type { ContractData } from '../topic.ts'

export type Channel = 'OTHER' | 'WEB' | 'APP' | 'PARTNER'

/** The registration of one user */
export interface UserRegistration {
  /** Also the record's key */
  readonly user_id: string
  readonly email: string
  /** Sealed: what can check a password, never the password */
  readonly password: string
  readonly age: number
  readonly channel: Channel
  /** By purpose */
  readonly consents: Readonly<Record<string, boolean>>
  readonly registered_at: number
}

/** key: string, value: UserRegistration */
export const userRegistrationsContract: ContractData<string, UserRegistration> = {
  "stream": "user-registrations",
  "line": "customers",
  "owner": "customer-platform",
  "description": "Who has registered. The password is checked and sealed before anything is sent.",
  "topic": {
    "name": "user-registrations",
    "partitions": 3,
    "config": {
      "cleanup.policy": "compact",
      "min.insync.replicas": "1"
    }
  },
  "keyField": "user_id",
  "compatibility": "FULL_TRANSITIVE",
  "rules": [
    {
      "id": "email-lower-case",
      "field": "email",
      "severity": "minor",
      "action": "fix",
      "expression": "value == value.lowerAscii().trim()",
      "correction": "value.lowerAscii().trim()",
      "message": "must be in lower case, without spaces around it",
      "remedy": "Send e-mail addresses in lower case; this one has been corrected."
    },
    {
      "id": "password-differs",
      "field": "password",
      "severity": "critical",
      "action": "block",
      "expression": "value != record.email",
      "message": "must not be the e-mail address",
      "remedy": "Ask the user for another password."
    },
    {
      "id": "registered-in-the-past",
      "field": "registered_at",
      "scope": "record",
      "severity": "minor",
      "action": "warn",
      "expression": "record.registered_at <= now + duration('300s')",
      "message": "must not lie ahead of the clock by more than five minutes",
      "remedy": "Set the clock of the sending machine."
    }
  ],
  "key": "string",
  "value": {
    "type": "record",
    "name": "UserRegistration",
    "namespace": "customers",
    "doc": "The registration of one user",
    "fields": [
      {
        "name": "user_id",
        "type": {
          "type": "string",
          "logicalType": "uuid"
        },
        "doc": "Also the record's key"
      },
      {
        "name": "email",
        "type": {
          "type": "string",
          "logicalType": "email"
        },
        "personal": true
      },
      {
        "name": "password",
        "type": "string",
        "doc": "Sealed: what can check a password, never the password",
        "minLength": 8,
        "maxLength": 1024,
        "sealed": true,
        "action": "block",
        "remedy": "Ask the user for a password of 8 characters or more."
      },
      {
        "name": "age",
        "type": "int",
        "minimum": 13,
        "maximum": 130,
        "action": "block",
        "message": "must be 13 or more",
        "remedy": "Do not register children under 13."
      },
      {
        "name": "channel",
        "type": {
          "type": "enum",
          "name": "Channel",
          "symbols": [
            "OTHER",
            "WEB",
            "APP",
            "PARTNER"
          ],
          "default": "OTHER"
        },
        "default": "OTHER"
      },
      {
        "name": "consents",
        "type": {
          "type": "map",
          "values": "boolean"
        },
        "default": {},
        "doc": "By purpose"
      },
      {
        "name": "registered_at",
        "type": {
          "type": "long",
          "logicalType": "timestamp-millis"
        }
      }
    ]
  }
}
