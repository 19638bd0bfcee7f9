import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { test } from 'node:test'
import { isSealedPassword, sealPassword } from './seal-password.ts'

test('a seal checks its password and no other, and is never the same twice', async () => {
  const [sealed, again] = await Promise.all([sealPassword('correct horse'), sealPassword('correct horse')])
  assert.notEqual(sealed, again)
  assert.ok(isSealedPassword(sealed) && !isSealedPassword('correct horse'))
  assert.doesNotMatch(sealed, /horse/)
  const [, , , cost = '', salt = '', tag] = sealed.split('$')
  const [memory, passes, parallelism] = [...cost.matchAll(/\d+/g)].map(([number]) => Number(number))
  const checked = (message: string): string =>
    argon2Sync('argon2id', {
      ...{ message, nonce: Buffer.from(salt, 'base64'), tagLength: 32 },
      ...{ memory: memory ?? 0, passes: passes ?? 0, parallelism: parallelism ?? 0 }
    })
      .toString('base64')
      .replace('=', '')
  assert.equal(checked('correct horse'), tag)
  assert.notEqual(checked('correct hors'), tag)
})
