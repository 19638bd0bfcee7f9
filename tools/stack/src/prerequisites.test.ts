import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { requirePrograms } from './prerequisites.ts'

test('missing programs are all named, with one command that installs them', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'prerequisites-'))
  t.after(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'java'), '')
  await chmod(join(folder, 'java'), 0o755)

  requirePrograms(['java'], folder)
  assert.throws(() => {
    requirePrograms(['java', 'mvn', 'setpriv', 'flock'], folder)
  }, /^Error: Missing: mvn, setpriv, flock\. Install with: apt-get install maven util-linux$/)
})
