import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { AvroSchema } from './avro-types.ts'
import { renderContract } from './render.ts'

const root = join(import.meta.dirname, '../../..')
const contracts = join(root, 'contracts')
const generated = join(root, 'packages/contracts/src/generated')
const check = process.argv.includes('--check')

/** `make gen` writes packages/contracts/src/generated; with --check it only says which files are out of date. */
function main(): void {
  const stale = readdirSync(contracts).filter((stream) => {
    const file = join(generated, `${stream}.ts`)
    const text = renderContract(read(stream))
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
    if (!check) writeFileSync(file, text)
    return true
  })
  for (const stream of stale)
    console.log(`${check ? 'out of date' : 'generated'}: packages/contracts/src/generated/${stream}.ts`)
  if (check && stale.length > 0) {
    console.error('Run `make gen` and commit the result.')
    process.exitCode = 1
  }
}

function read(stream: string) {
  const file = (name: string) => join(contracts, stream, name)
  const schema = (name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as AvroSchema
  return {
    stream,
    contract: parse(readFileSync(file('contract.yaml'), 'utf8')) as unknown,
    key: existsSync(file('key.avsc')) ? schema('key.avsc') : null,
    value: schema('value.avsc')
  }
}

main()
