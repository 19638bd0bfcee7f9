/** Why a file, as a whole, cannot be read (further). The README's table of codes says what to do. */
export type UnreadableCode =
  | 'FILE_EMPTY'
  | 'FILE_NOT_UTF8'
  | 'FILE_CSV_HEADER'
  | 'FILE_CSV_SYNTAX'
  | 'FILE_JSON_SYNTAX'
  | 'FILE_RECORD_TOO_LONG'
  | 'FILE_TOO_MANY_RECORDS'

/** Bad data that no retry mends: the file goes to `failed/`, the records before the break stand. */
export class Unreadable extends Error {
  readonly code: UnreadableCode

  constructor(code: UnreadableCode, message: string) {
    super(message)
    this.name = 'Unreadable'
    this.code = code
  }
}
