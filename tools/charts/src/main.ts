import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { charts, root } from './folders.ts'
import { topicsFile } from './topics.ts'
import { valuesSchemas } from './values-schemas.ts'

const check = process.argv.includes('--check')

/** `make gen` writes what the charts take from elsewhere; with --check it only says which files are out of date. */
async function main(): Promise<void> {
  const stale: string[] = []
  for (const [path, text] of Object.entries(await generatedFiles())) {
    const file = join(charts, path)
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    if (!check) writeFileSync(file, text)
    stale.push(path)
  }
  for (const path of stale) console.log(`${check ? 'out of date' : 'generated'}: charts/${path}`)
  if (check && stale.length > 0) {
    console.error('Run `make gen` and commit the result.')
    process.exitCode = 1
  }
}

/** By path below charts/. */
async function generatedFiles(): Promise<Record<string, string>> {
  const files: Record<string, string> = {
    'kafka/files/topics/sales.yaml': topicsFile('sales'),
    'kafka/files/topics/customers.yaml': topicsFile('customers'),
    'postgres/files/source-database.sql': readFileSync(join(root, 'examples/source-database/schema.sql'), 'utf8')
  }
  for (const [chart, schema] of Object.entries(await valuesSchemas())) {
    files[`${chart}/values.schema.json`] = await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 })
  }
  return files
}

await main()
