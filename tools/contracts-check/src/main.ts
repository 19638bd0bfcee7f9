import { join } from 'node:path'
import { checkContracts } from './check.ts'
import { contractsAt, contractsInTree } from './read-contracts.ts'
import { reportOf } from './report.ts'

const root = join(import.meta.dirname, '../../..')

/** `make contracts-check BASE=origin/main`: says what each change means, and exits 1 at one that breaks a promise. */
function main(base: string): void {
  const now = contractsInTree(root)
  const { changed, problems } = checkContracts(now, contractsAt(root, base), `in ${base}`)
  for (const change of changed) console.log(`${reportOf(change)}\n`)
  if (problems.length === 0) {
    console.log(`${now.size} contracts, all compatible with ${base}`)
  } else {
    for (const problem of problems) console.error(problem)
    console.error('Make the nearest change instead, or start a new stream beside the old one.')
    process.exitCode = 1
  }
}

const [base] = process.argv.slice(2)
if (base === undefined) {
  console.error('Usage: node tools/contracts-check/src/main.ts REVISION')
  process.exitCode = 2
} else {
  try {
    main(base)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
