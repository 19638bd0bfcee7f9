import { readFile } from 'node:fs/promises'
import { parseMappings, type Layout } from '../core/mapping.ts'
import { errors } from '../errors.ts'

/** @throws ServiceError MAPPING_INVALID naming every mistake */
export async function loadMappings(path: string | undefined): Promise<readonly Layout[]> {
  if (path === undefined) return []
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw errors.MAPPING_INVALID(`${path} cannot be read: ${(cause as Error).message}`, { cause })
  })
  const mappings = parseMappings(text)
  if ('mistakes' in mappings) throw errors.MAPPING_INVALID(`${path}: ${mappings.mistakes.join('; ')}`)
  return mappings
}
