import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GENERATED, renderCaller, serviceOf } from './caller.ts'
import { deployable, readWorkspace } from './read-workspace.ts'
import { closureOf } from './workspace.ts'

const root = join(import.meta.dirname, '../../..')
const check = process.argv.includes('--check')

/** `make gen` writes the workflow of each service; with --check it only says which are out of date. */
function main(): void {
  const wanted = callers()
  const stale = [...wanted].filter(([file, text]) => contentOf(file) !== text)
  const abandoned = workflows().filter((file) => !wanted.has(file) && contentOf(file)?.startsWith(GENERATED))
  for (const file of [...stale.map(([file]) => file), ...abandoned])
    console.log(`${check ? 'out of date' : 'generated'}: ${file}`)
  if (!check) {
    for (const [file, text] of stale) writeFileSync(join(root, file), text)
    for (const file of abandoned) rmSync(join(root, file))
  } else if (stale.length + abandoned.length > 0) {
    console.error('Run `make gen` and commit the result.')
    process.exitCode = 1
  }
}

function callers(): Map<string, string> {
  const members = readWorkspace(root)
  return new Map(
    deployable(members).map((member) => [
      `.github/workflows/${serviceOf(member.folder)}.yml`,
      renderCaller(member.folder, closureOf(member, members), Object.keys(member.manifest.dependencies ?? {}))
    ])
  )
}

function workflows(): string[] {
  return globSync('.github/workflows/*.yml', { cwd: root })
}

function contentOf(file: string): string | undefined {
  return existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined
}

main()
