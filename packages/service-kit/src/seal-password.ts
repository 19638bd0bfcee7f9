import { argon2, randomBytes } from 'node:crypto'

/** The least that OWASP recommends for Argon2id: 19 MiB, two passes. */
const COST = { parallelism: 1, memory: 19_456, passes: 2 }
const TAG_BYTES = 32
const SALT_BYTES = 16

const SEALED = /^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[\w+/]+\$[\w+/]+$/

/** What can check a password, and is not the password: Argon2id with a salt of its own, as a PHC string. Off the main thread. */
export async function sealPassword(clear: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES)
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  argon2('argon2id', { message: clear, nonce, tagLength: TAG_BYTES, ...COST }, (error, tag) => {
    if (error === null) resolve(tag)
    else reject(error)
  })
  const { memory, passes, parallelism } = COST
  const tag = await promise
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`
}

/** Whether a text is a sealed password: to be taken as it is, where only our own records come from. */
export function isSealedPassword(text: string): boolean {
  return SEALED.test(text)
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
