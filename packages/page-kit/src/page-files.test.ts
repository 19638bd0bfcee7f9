import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pageFiles } from './index.ts'

test('a page is its scripts, styles and pictures with those of the kit, and nothing else that lies there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  try {
    mkdirSync(join(folder, 'view'))
    const files = {
      'main.ts': "import { h } from '@sales-pipeline/page-kit/browser'\nexport const tag: string = h('p')\n",
      'view/panel.css': 'p { color: red }\n',
      ...{ 'main.test.ts': '', 'tsconfig.json': '{}', 'index.html': '', '.env': 'SECRET=1' }
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    const served = new Map(pageFiles(folder).map((file) => [file.name, file]))
    const own = [...served.keys()].filter((name) => !name.startsWith('kit/'))
    assert.deepEqual(own.toSorted(), ['main.ts', 'view/panel.css'])
    assert.ok(served.has('kit/index.ts') && served.has('kit/style/base.css'))
    const script = served.get('main.ts')
    assert.equal(script?.type, 'text/javascript; charset=utf-8')
    assert.match(script.body.toString(), /from '\/page\/kit\/index\.ts'/)
    assert.doesNotMatch(script.body.toString(), /: string/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
