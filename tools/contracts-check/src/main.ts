import { join } from 'node:path'
import { checkContracts } from './check.ts'
import { contractsAt, contractsInTree } from './read-contracts.ts'

const root = join(import.meta.dirname, '../../..')

/** `make contracts-check BASE=origin/main`: exits 1 at an incompatible contract and names its field. */
function main(base: string): void {
  const now = contractsInTree(root)
  const problems = checkContracts(now, contractsAt(root, base), `in ${base}`)
  for (const problem of problems) console.error(problem)
  if (problems.length === 0) {
    console.log(`${now.size} contracts, all compatible with ${base}`)
  } else {
    console.error('Make the field compatible (a new field needs a default), or start a new stream beside the old one.')
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
