import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWatch, peakOf } from './memory.ts'

test('reads anonymous memory and the high-water mark from the status of a process', () => {
  const status = 'Name:\tnode\nVmHWM:\t  200 kB\nVmRSS:\t  150 kB\nRssAnon:\t   100 kB\nRssFile:\t    50 kB\n'
  assert.deepEqual(peakOf(status), { anonymous: 102_400, resident: 204_800 })
  assert.deepEqual(peakOf('Name:\tzombie\n'), { anonymous: 0, resident: 0 })
})

test('a process that is gone keeps its peak', () => {
  const watch = new MemoryWatch()
  const ours = watch.watch('ours', process.pid)
  const gone = watch.watch('gone', 2 ** 30)
  watch.stop()
  assert.ok(ours().anonymous > 0 && ours().resident > ours().anonymous)
  assert.deepEqual(gone(), { anonymous: 0, resident: 0 })
  assert.deepEqual([...watch.peaks.keys()], ['ours', 'gone'])
})
