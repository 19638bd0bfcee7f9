import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import {
  closureOf,
  containers,
  nameOf,
  productionManifest,
  readManifest,
  readWorkspaces,
  type Manifest
} from './workspaces.ts'

const USAGE = 'Usage: node tools/images/src/assemble.ts <service> <compiled> <into>'
const REGISTER_CONTRACTS = 'packages/kafka/src/register-contracts/main.js'

/**
 * Lays out one service for its image, from this tree and what tsc has compiled of it: `<into>/manifests`, what npm needs to install
 * the dependencies, and `<into>/program`, the code with the files that it reads. Run by the Dockerfile.
 */
function assemble(root: string, service: string, { compiled, into }: { compiled: string; into: string }): void {
  const all = readWorkspaces(root)
  const workspace = containers(all).find((each) => nameOf(each) === service)
  if (workspace === undefined) {
    throw new Error(`There is no service "${service}". There are: ${containers(all).map(nameOf).join(', ')}`)
  }
  const manifests = join(into, 'manifests')
  const program = join(into, 'program')
  writeManifest(manifests, '.', readManifest(root))
  cpSync(join(root, 'package-lock.json'), join(manifests, 'package-lock.json'))
  for (const { folder, manifest } of closureOf(workspace, all)) {
    writeManifest(manifests, folder, manifest)
    cpSync(join(compiled, folder), join(program, folder), { recursive: true })
    cpSync(join(root, folder), join(program, folder), { recursive: true, filter: isRead })
  }
  symlinkSync(join(workspace.folder, 'src/main.js'), join(program, 'main.js'))
  if (existsSync(join(program, REGISTER_CONTRACTS))) {
    symlinkSync(REGISTER_CONTRACTS, join(program, 'register-contracts.js'))
  }
}

function writeManifest(into: string, folder: string, manifest: Manifest): void {
  const file = join(into, folder, 'package.json')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(productionManifest(manifest), undefined, 2)}\n`)
}

/** Whether a program reads the file when it runs: SQL, WSDL and their like. */
function isRead(path: string): boolean {
  return !/\.(ts|md)$/.test(path) && !['package.json', 'node_modules', 'test', 'testing'].includes(basename(path))
}

const [service, compiled, into] = process.argv.slice(2)
if (service === undefined || compiled === undefined || into === undefined) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  assemble(join(import.meta.dirname, '../../..'), service, { compiled, into })
}
