import type { Logger } from '@sales-pipeline/observability'
import type { Instruments } from './metrics.ts'
import type { Observer } from './world.ts'

/** Logs what happens to files, counts what happens to rows; names files, never values. */
export function createObserver(logger: Logger, instruments: Instruments): Observer {
  const { files, rowsRead, rowsSent, rowsRefused, bytesRead, checkpoint } = instruments
  return {
    started: (file, { records }) => {
      logger.info({ file, after_record: records }, records === 0 ? 'Reading a file' : 'Going on with a file')
    },
    read: (rows) => {
      rowsRead.inc(rows.length)
      bytesRead.inc(rows.reduce((bytes, { frame }) => bytes + frame.bytes.length, 0))
    },
    judged: (verdicts) => {
      let sales = 0
      let deleted = 0
      for (const verdict of verdicts) {
        if (verdict.kind === 'sale') sales++
        else if (verdict.kind === 'deleted') deleted++
        else rowsRefused.inc({ code: verdict.code })
      }
      rowsSent.inc({ kind: 'sale' }, sales)
      rowsSent.inc({ kind: 'deleted' }, deleted)
    },
    checkpointed: () => {
      checkpoint.saved()
    },
    broken: (file, { code, message }, { records }) => {
      logger.error({ file, code, records }, `The file ${message}; the ${records} records before stay`)
    },
    finished: (file, outcome, target, { records, refused }) => {
      files.inc({ outcome })
      logger.info({ file, outcome, moved_to: `${outcome}/${target}`, records, refused }, 'Finished a file')
    },
    changed: (file) => {
      files.inc({ outcome: 'changed' })
      logger.warn({ file }, 'The file changed while it was being read; it is read again once it is at rest')
    },
    withdrawn: (file) => {
      files.inc({ outcome: 'withdrawn' })
      logger.warn({ file }, 'The file was taken out of the inbox before its end; what was read of it stays')
    },
    leftAlone: (file, why) => {
      files.inc({ outcome: 'left_alone' })
      logger.warn({ file }, `A file is left alone: ${why}`)
    },
    columnsIgnored: (file, columns) => {
      logger.info({ file, columns: columns.slice(0, 40) }, 'Columns that nothing reads are ignored')
    }
  }
}

/** Tells both, in this order. */
export function both(first: Observer, second: Partial<Observer>): Observer {
  return {
    started: (...told) => (first.started(...told), second.started?.(...told)),
    read: (...told) => (first.read(...told), second.read?.(...told)),
    judged: (...told) => (first.judged(...told), second.judged?.(...told)),
    checkpointed: (...told) => (first.checkpointed(...told), second.checkpointed?.(...told)),
    broken: (...told) => (first.broken(...told), second.broken?.(...told)),
    finished: (...told) => (first.finished(...told), second.finished?.(...told)),
    changed: (...told) => (first.changed(...told), second.changed?.(...told)),
    withdrawn: (...told) => (first.withdrawn(...told), second.withdrawn?.(...told)),
    leftAlone: (...told) => (first.leftAlone(...told), second.leftAlone?.(...told)),
    columnsIgnored: (...told) => (first.columnsIgnored(...told), second.columnsIgnored?.(...told))
  }
}
