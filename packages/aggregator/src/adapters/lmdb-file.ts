import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** Of a meta page in lmdb's fork of LMDB (MDB_page, MDB_meta in mdb.c); little-endian. */
const MAGIC_AT = 24
const MAGIC = 0xbeefc0de
const PAGE_SIZE_AT = 48
const LAST_PAGE_AT = 144
const META_BYTES = 152
const META_PAGES = 2
const SMALLEST_PAGE = 512

/**
 * Says what is wrong with the environment in a folder, or returns undefined. LMDB maps its file and trusts it: opening a
 * damaged one, or reading beyond the end of a truncated one, ends the process by a signal that nobody can catch.
 */
export async function damageOf(folder: string): Promise<string | undefined> {
  const file = await openIfThere(join(folder, 'data.mdb'))
  if (file === undefined) return undefined
  try {
    const { size } = await file.stat()
    return size === 0 ? undefined : await damageOfPages(file, size)
  } finally {
    await file.close()
  }
}

async function damageOfPages(file: FileHandle, size: number): Promise<string | undefined> {
  let pageSize = 0
  for (let page = 0; page < META_PAGES; page++) {
    const meta = Buffer.alloc(META_BYTES)
    await file.read(meta, 0, META_BYTES, page * pageSize)
    if (meta.readUInt32LE(MAGIC_AT) !== MAGIC) return 'it is no LMDB file'
    pageSize = meta.readUInt32LE(PAGE_SIZE_AT)
    if (pageSize < SMALLEST_PAGE) return 'its page size is damaged'
    const needed = (meta.readBigUInt64LE(LAST_PAGE_AT) + 1n) * BigInt(pageSize)
    if (needed > size) return `it is truncated: ${size} bytes of ${needed.toString()}`
  }
  return undefined
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
