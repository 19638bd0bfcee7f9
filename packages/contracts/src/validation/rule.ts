/** What a broken rule does to the record. */
export type Action =
  /** The record goes on, with a header that names the rule. */
  | 'warn'
  /** The field gets the value of `correction`; where that does not help, the record is set aside. */
  | 'fix'
  /** The record is set aside as a dead letter; the stream goes on. */
  | 'quarantine'
  /** The sender is refused, and with the record all that it sent with it. */
  | 'block'

export type Severity = 'info' | 'minor' | 'major' | 'critical'

/** The names that `format` knows. */
export type Format = 'email' | 'uri' | 'uuid' | 'date' | 'date-time' | 'phone'

/**
 * A rule of a contract: what a field of a record, or the record around it, must satisfy. It stands in contract.yaml or, without
 * an id of its own, as attributes in the Avro schema.
 */
export interface Rule {
  readonly id: string
  /** Raised by one with every change of what the rule asks for. Default 1. */
  readonly version?: number
  /** A dotted path; `lines[].sku` is a field of each element, `labels{}` each value of a map. Violations are reported here. */
  readonly field: string
  /** field: null passes, and `value` is the field's. record: judged once a record, also where the field is null. Default field. */
  readonly scope?: 'field' | 'record'
  /** Who answers for it. Default: the contract's owner. */
  readonly owner?: string
  /** Default major. */
  readonly severity?: Severity
  /** Default quarantine. */
  readonly action?: Action
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: Format
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  /** CEL over `value`, `record`, `now` and `reference`: true where the rule holds. */
  readonly expression?: string
  /** CEL over the same: the value that `action: fix` puts into the field. */
  readonly correction?: string
  /** Says what is expected, where the constraint does not say it well itself. */
  readonly message?: string
  /** What the sender should do. */
  readonly remedy?: string
  /** Personal data: its value is masked wherever it would be shown. */
  readonly personal?: boolean
}

/** One rule that a record breaks. */
export interface Violation {
  readonly field: string
  readonly rule: string
  /** Of the rule. Default 1. */
  readonly version?: number
  /** What was found, shortened, masked where it is personal; absent where nothing was. */
  readonly value?: string
  readonly message: string
}
