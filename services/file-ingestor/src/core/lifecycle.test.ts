import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nextStep, type Content, type Progress, type Situation, type Step } from './lifecycle.ts'

const content: Content = { hash: 'a', size: 10, mtimeNs: 1n }
const counts = { records: 7, refused: 2, reportBytes: 30 }
const reading: Progress = { status: 'reading', ...content, ...counts }
const done: Progress = { status: 'done', target: 'x.csv', ...content, ...counts }
const failed: Progress = { ...done, status: 'failed' }

const inboxes = {
  empty: undefined,
  same: content,
  'other bytes': { ...content, hash: 'b' },
  'other time': { ...content, mtimeNs: 2n }
}
type Inbox = keyof typeof inboxes
type Target = Situation['target']

const rest: Step = { step: 'rest' }
const forget: Step = { step: 'forget' }
const retarget: Step = { step: 'retarget' }
const fromStart: Step = { step: 'read', after: { records: 0, refused: 0, reportBytes: 0 } }
const goOn: Step = { step: 'read', after: counts }
const finish = (step: 'move' | 'put back', outcome: 'done' | 'failed'): Step => ({ step, outcome, target: 'x.csv' })

const ALL: readonly Inbox[] = ['empty', 'same', 'other bytes', 'other time']
const NOT_SAME: readonly Inbox[] = ['empty', 'other bytes', 'other time']
const OTHER: readonly Inbox[] = ['other bytes', 'other time']
const ANY: readonly Target[] = ['nothing', 'this file', 'another file']

/** Every situation and its step: checkpoint, inbox, length of the report, target, step. */
const TABLE: readonly [string, Progress | undefined, readonly Inbox[], number, readonly Target[], Step][] = [
  ['an empty place stays empty', undefined, ['empty'], 0, ANY, rest],
  ['the report of a file that left before its first checkpoint goes too', undefined, ['empty'], 9, ANY, forget],
  ['a new file is read', undefined, ['same', ...OTHER], 0, ANY, fromStart],
  ['a leftover report does not matter to a new file', undefined, ['same'], 99, ANY, fromStart],
  ['a file is gone on with', reading, ['same'], 30, ANY, goOn],
  ['a longer report is cut', reading, ['same'], 99, ANY, goOn],
  ['a shorter report has lost lines', reading, ['same'], 29, ANY, fromStart],
  ['other bytes or another time are another statement', reading, OTHER, 30, ANY, fromStart],
  ['a file taken away in mid-reading is forgotten', reading, ['empty'], 30, ANY, forget],
  ['a finished file is moved', done, ['same'], 30, ['nothing'], finish('move', 'done')],
  ['a failed file is moved', failed, ['same'], 30, ['nothing'], finish('move', 'failed')],
  ['a moved file is forgotten', done, ALL, 0, ['this file'], forget],
  ['a file that left after its end is forgotten', done, NOT_SAME, 30, ['nothing'], forget],
  ['a name taken by somebody else is not overwritten', done, ['same'], 30, ['another file'], retarget],
  ['what was moved unread is put back', done, NOT_SAME, 0, ['another file'], finish('put back', 'done')],
  ['also from the failed ones', failed, NOT_SAME, 0, ['another file'], finish('put back', 'failed')]
]

describe('the life of a file', () => {
  for (const [title, progress, inboxNames, reportBytes, targets, step] of TABLE) {
    it(title, () => {
      for (const inbox of inboxNames) {
        for (const target of targets) {
          const situation: Situation = { progress, inbox: inboxes[inbox], reportBytes, target }
          assert.deepEqual(nextStep(situation), step, `inbox ${inbox}, target ${target}`)
        }
      }
    })
  }

  it('is the same for a failed file as for one that is done, but for the folder', () => {
    for (const inbox of Object.values(inboxes)) {
      for (const target of ANY) {
        const stepOf = (progress: Progress): string => nextStep({ progress, inbox, reportBytes: 0, target }).step
        assert.equal(stepOf(failed), stepOf(done))
      }
    }
  })

  it('is decided here for every situation', () => {
    for (const progress of [undefined, reading, done]) {
      for (const inbox of ALL) {
        for (const target of ANY) {
          const covered = TABLE.some((row) => row[1] === progress && row[2].includes(inbox) && row[4].includes(target))
          assert.ok(covered, `${progress?.status}, ${inbox}, ${target}`)
        }
      }
    }
  })
})
