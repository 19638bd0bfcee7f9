import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './folders.ts'

export interface ServiceVariable {
  readonly name: string
  readonly required: boolean
  readonly secret: boolean
  readonly description: string
}

/** The environment of a service as its own --help tells it: nothing imports a service. */
export async function serviceVariables(service: string): Promise<readonly ServiceVariable[]> {
  const main = join(root, 'services', service, 'src/main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--help'])
  const lines = stdout.matchAll(/^ {2}([A-Z][A-Z0-9_]*) \((.*)\)\n {6}(.*)$/gm)
  const found = [...lines].map(([, name = '', need = '', description = '']) => ({
    name,
    required: need.startsWith('required'),
    secret: need.endsWith(`; or ${name}_FILE`),
    description
  }))
  if (found.length === 0) throw new Error(`${main} --help lists no variable: has its form changed?`)
  return found
}
