import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { ruleSets } from './alerts/index.ts'
import { chartRules, plainRules, ruleFile } from './alerts/render.ts'
import { dashboards } from './dashboards/index.ts'

const root = join(import.meta.dirname, '../../..')
const check = process.argv.includes('--check')

/** `make gen` writes the rule files and the dashboards, here and for the charts; with --check it only says which are out of date. */
async function main(): Promise<void> {
  const stale: string[] = []
  for (const [path, raw] of Object.entries(generatedFiles())) {
    const file = join(root, path)
    const text = await format(raw, { ...(await resolveConfig(file)), filepath: file })
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    if (!check) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    stale.push(path)
  }
  for (const path of stale) console.log(`${check ? 'out of date' : 'generated'}: ${path}`)
  if (check && stale.length > 0) {
    console.error('Run `make gen` and commit the result.')
    process.exitCode = 1
  }
}

/** By path. */
function generatedFiles(): Record<string, string> {
  const files: Record<string, string> = {}
  for (const rules of ruleSets) {
    files[`monitoring/alerts/${rules.service}.yaml`] = ruleFile(rules.service, plainRules(rules))
    files[`charts/${rules.service}/files/alerts.yaml`] = chartRules(rules)
  }
  for (const { uid, json } of dashboards()) {
    files[`monitoring/dashboards/${uid}.json`] = json
    files[`charts/sales-pipeline/files/dashboards/${uid}.json`] = json
  }
  return files
}

await main()
