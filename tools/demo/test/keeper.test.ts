import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { eventually } from '@sales-pipeline/testkit'
import { keepProcess, type KeptProcess, type OnCrash } from '../src/pipeline/keeper.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keeper-'))
})
after(() => rm(folder, { recursive: true }))

/** Keeps a shell script that notes its pid in a file as soon as it is ready. */
async function keep(name: string, script: string, onCrash: OnCrash): Promise<Kept> {
  const pids = async (): Promise<number[]> =>
    (await readFile(join(folder, name), 'utf8')).trim().split('\n').map(Number)
  const news: string[] = []
  let process: KeptProcess | undefined
  await keepProcess({
    process: {
      name,
      command: '/bin/sh',
      args: ['-c', script, join(folder, name)],
      logFile: join(folder, `${name}.log`)
    },
    onCrash,
    ask: async () => {
      await pids()
    },
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    progress: (_, line) => news.push(line),
    started: (started) => (process = started)
  })
  return { process: process!, pids, news }
}

interface Kept {
  readonly process: KeptProcess
  readonly pids: () => Promise<number[]>
  readonly news: readonly string[]
}

const LIVES_ON = 'echo $$ >> "$0"; echo working; while :; do sleep 1; done'

test('a process that ends before it is ready is shown with its last lines', async () => {
  await assert.rejects(
    keep('stillborn', 'echo no such database; exit 3', 'restart'),
    /stillborn ended with code 3 before it was ready\. The end of .*stillborn\.log:\nno such database/
  )
})

test('a crash is given up on, with the reason', async () => {
  const { process: kept, pids } = await keep('frail', LIVES_ON, 'give-up')
  process.kill((await pids())[0]!, 'SIGKILL')
  await assert.rejects(kept.failed, /frail ended with code 137\. The end of .*frail\.log:\nworking/)
})

test('or it is started again after a while, and said so', async () => {
  const { process: kept, pids, news } = await keep('tough', LIVES_ON, 'restart')
  process.kill((await pids())[0]!, 'SIGKILL')
  await eventually(async () => {
    assert.equal((await pids()).length, 2)
  })
  assert.match(news.at(-1) ?? '', /ended with code 137, starts again in 1 s\. The end of .*tough\.log:\nworking/)
  await kept.stop()
})

test('who stops it while it waits to be started again is not kept waiting, and it is not started', async () => {
  const { process: kept, pids, news } = await keep('doomed', LIVES_ON, 'restart')
  process.kill((await pids())[0]!, 'SIGKILL')
  await eventually(() => {
    assert.match(news.at(-1) ?? '', /starts again/)
  })
  await kept.stop()
  assert.equal((await pids()).length, 1)
})
