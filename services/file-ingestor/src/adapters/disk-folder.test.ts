import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { DiskFolder } from './disk-folder.ts'

let inbox: string
let folder: DiskFolder

beforeEach(async () => {
  inbox = join(mkdtempSync(join(tmpdir(), 'inbox-')), 'in', 'box')
  folder = await DiskFolder.open(inbox)
})

afterEach(() => {
  rmSync(join(inbox, '../..'), { recursive: true })
})

const drop = (name: string, content: string | Buffer): void => {
  writeFileSync(join(inbox, name), content)
}

async function listenAt(name: string): Promise<Server> {
  const server = createServer().listen(join(inbox, name))
  await once(server, 'listening')
  return server
}

async function inspect(name: string): Promise<{ hash: string; defect: { code: string; message: string } | undefined }> {
  await using file = await folder.open(name)
  assert.ok(file)
  return await file.inspect()
}

describe('DiskFolder', () => {
  it('lists regular files that can be read, and tells which it leaves alone', async (t) => {
    for (const name of ['a.csv', 'b.jsonl', 'c.txt', '.d.csv', 'e.csv.tmp']) drop(name, 'x')
    mkdirSync(join(inbox, 'f.csv'))
    symlinkSync('/etc/hostname', join(inbox, 'g.csv'))
    const socket = await listenAt('h.csv')
    t.after(() => socket.close())
    const { candidates, leftAlone } = await folder.list()
    assert.deepEqual(candidates.map(({ name, size }) => [name, size]).sort(), [
      ['a.csv', 1],
      ['b.jsonl', 1]
    ])
    assert.deepEqual(leftAlone.map(({ name }) => name).sort(), ['c.txt', 'g.csv', 'h.csv'])
  })

  it('opens no symbolic link, no socket and no folder', async (t) => {
    symlinkSync('/etc/hostname', join(inbox, 'g.csv'))
    const socket = await listenAt('h.csv')
    t.after(() => socket.close())
    for (const name of ['g.csv', 'h.csv', 'done', 'missing.csv']) assert.equal(await folder.open(name), undefined, name)
  })

  it('hashes the content and reads it in full', async () => {
    const content = Buffer.from('zwölf Boxkämpfer\n'.repeat(200_000))
    drop('a.csv', content)
    assert.deepEqual(await inspect('a.csv'), {
      hash: createHash('sha256').update(content).digest('hex'),
      defect: undefined
    })
    await using file = await folder.open('a.csv')
    assert.ok(file)
    const chunks = []
    for await (const chunk of file.chunks()) chunks.push(chunk)
    assert.ok(Buffer.concat(chunks).equals(content))
  })

  it('says what is wrong with bytes that are no UTF-8', async () => {
    const latin = Buffer.concat([Buffer.alloc(2_000_000, 'x'), Buffer.from([0x4d, 0xfc, 0x6c])])
    const cases: [string, Buffer, string, RegExp][] = [
      ['empty.csv', Buffer.alloc(0), 'FILE_EMPTY', /is empty/],
      ['latin.csv', latin, 'FILE_NOT_UTF8', /is not UTF-8 \(between bytes 1048576 and/],
      ['cut.csv', Buffer.from('ü').subarray(0, 1), 'FILE_NOT_UTF8', /is not UTF-8/],
      ['le.csv', Buffer.from('\ufeffsale_id', 'utf16le'), 'FILE_NOT_UTF8', /is UTF-16: convert it/],
      ['le-without-mark.csv', Buffer.from('sale_id', 'utf16le'), 'FILE_NOT_UTF8', /is UTF-16: convert it/]
    ]
    for (const [name, bytes, code, message] of cases) {
      drop(name, bytes)
      const { defect } = await inspect(name)
      assert.equal(defect?.code, code, name)
      assert.match(defect.message, message, name)
    }
  })

  it('notices whatever happens to a file that is open, a touch that keeps its time included', async () => {
    const changes = [
      () => {
        drop('a.csv', 'y')
      },
      () => {
        drop('a.csv', 'xx')
      },
      () => {
        rmSync(join(inbox, 'a.csv'))
      },
      () => {
        drop('b.csv', 'x')
        renameSync(join(inbox, 'b.csv'), join(inbox, 'a.csv'))
      },
      () => {
        drop('a.csv', 'z')
        utimesSync(join(inbox, 'a.csv'), 1, 1)
      }
    ]
    for (const change of changes) {
      drop('a.csv', 'x')
      utimesSync(join(inbox, 'a.csv'), 1, 1)
      await using file = await folder.open('a.csv')
      assert.equal(await file?.isUnchanged(), true)
      change()
      assert.equal(await file?.isUnchanged(), false)
    }
  })

  it('moves a file with its report, once and for all', async () => {
    drop('a.csv', 'x')
    await using report = await folder.openReport('a.csv', 0)
    await report.append('refused\n')
    await report.sync()
    assert.equal(await folder.reportLength('a.csv'), 8)
    rmSync(join(inbox, 'done'), { recursive: true })
    await folder.move('a.csv', 'done', 'a.csv')
    await folder.move('a.csv', 'done', 'a.csv')
    assert.equal(readFileSync(join(inbox, 'done/a.csv'), 'utf8'), 'x')
    assert.equal(readFileSync(join(inbox, 'done/a.csv.refused.csv'), 'utf8'), 'refused\n')
    assert.equal(await folder.reportLength('a.csv'), 0)
    assert.equal((await folder.finished('done', 'a.csv'))?.size, 1)
  })

  it('finds a free name for the file and for its report', async () => {
    const hash = 'abcdef0123456789'
    assert.equal(await folder.freeName('done', 'a.csv', hash), 'a.csv')
    writeFileSync(join(inbox, 'done/a.csv.refused.csv'), '')
    assert.equal(await folder.freeName('done', 'a.csv', hash), 'a.abcdef012345.csv')
    assert.equal(await folder.freeName('failed', 'a.csv', hash), 'a.csv')
  })

  it('puts back under a free name', async () => {
    writeFileSync(join(inbox, 'done/a.csv'), 'newer')
    drop('a.csv', 'newest')
    await folder.putBack('done', 'a.csv')
    assert.equal(readFileSync(join(inbox, 'a.again.csv'), 'utf8'), 'newer')
    assert.ok(!existsSync(join(inbox, 'done/a.csv')))
  })

  it('goes on with a report where it was cut', async () => {
    const write = async (length: number, text: string): Promise<void> => {
      await using report = await folder.openReport('a.csv', length)
      await report.append(text)
      assert.equal(report.length, length + text.length)
    }
    await write(0, 'one\ntwo\n')
    await write(4, 'three\n')
    assert.equal(await folder.reportLength('a.csv'), 10)
    await write(0, 'new\n')
    assert.equal(await folder.reportLength('a.csv'), 4)
    await folder.removeReport('a.csv')
    await folder.removeReport('a.csv')
    assert.equal(await folder.reportLength('a.csv'), 0)
  })
})
