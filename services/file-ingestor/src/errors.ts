import { defineErrors } from '@sales-pipeline/service-kit'

/** What can go wrong with the inbox, a file or a row. An outage of Kafka or the disk is no error here: it is waited out. */
export const errors = defineErrors({
  INBOX_UNUSABLE: {
    summary: 'The inbox cannot be made, read or written',
    fix: 'Let INBOX_DIR name a folder that this user may read and write, on one file system with its done/ and failed/',
    retryable: false
  },
  MAPPING_INVALID: {
    summary: 'The file that COLUMN_MAPPING names is not a column mapping',
    fix: 'Correct the places named; the README of file-ingestor shows the form',
    retryable: false
  },
  FILE_EMPTY: {
    summary: 'A file holds no records, not even a header',
    fix: 'Look at whoever wrote it: the file was probably cut off or never filled',
    retryable: false
  },
  FILE_NOT_UTF8: {
    summary: 'A file is not UTF-8',
    fix: 'Convert it with iconv and drop it again; nothing of it has been ingested',
    retryable: false
  },
  FILE_CSV_HEADER: {
    summary: 'The header of a CSV file lacks a required column, or has one twice',
    fix: 'Rename the columns, or describe the layout in COLUMN_MAPPING, and drop the file again',
    retryable: false
  },
  FILE_CSV_SYNTAX: {
    summary: 'Quotes of a CSV file are not closed or not doubled, so that no record behind them can be trusted',
    fix: 'Mend the line named and drop the file again; the records before it stay and may be sent twice',
    retryable: false
  },
  FILE_JSON_SYNTAX: {
    summary: 'A .json file is neither a whole array of objects nor an object per line',
    fix: 'Mend the place named (often the file was cut off) and drop it again; the records before it stay',
    retryable: false
  },
  FILE_RECORD_TOO_LONG: {
    summary: 'A CSV record is longer than 131,072 characters: usually a quote that is not closed, or a wrong delimiter',
    fix: 'Mend the line named, or set the delimiter in COLUMN_MAPPING, and drop the file again',
    retryable: false
  },
  FILE_TOO_MANY_RECORDS: {
    summary: 'A file has more than 4,294,967,295 records',
    fix: 'Split it',
    retryable: false
  },
  ROW_INVALID: {
    summary: 'A row breaks a rule of its contract, or a value cannot be read',
    fix: 'Mend the fields named and drop a file with the mended rows; the other rows of the file are in',
    retryable: false
  },
  ROW_MALFORMED: {
    summary: 'A row has not as many fields as the header, or a line is not a JSON object',
    fix: 'Mend it and drop a file with the mended rows; the other rows of the file are in',
    retryable: false
  },
  ROW_TOO_LONG: {
    summary: 'A JSON record is longer than 131,072 bytes; its dead letter holds the beginning',
    fix: 'Look at the record in the file itself, shorten it, and drop it again',
    retryable: false
  }
})
