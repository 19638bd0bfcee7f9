import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { problemsOf } from './contents.ts'
import { build, lookInside, sizeOf, type Labels } from './docker.ts'
import { installed, readLock } from './lock.ts'
import { closureOf, containers, nameOf, readWorkspaces, type Workspace } from './workspaces.ts'

const ROOT = join(import.meta.dirname, '../../..')

/**
 * Builds the image of each container, or of those named, looks inside, and prints its size. The environment may set REGISTRY, VERSION,
 * REVISION, CREATED, SOURCE and DOCKER_BUILD_FLAGS.
 */
function main(names: readonly string[], env: NodeJS.ProcessEnv): void {
  const all = readWorkspaces(ROOT)
  const known = containers(all)
  const unknown = names.filter((name) => !known.some((each) => nameOf(each) === name))
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. There are: ${known.map(nameOf).join(', ')}`)
  for (const workspace of known) {
    if (names.length === 0 || names.includes(nameOf(workspace))) make(workspace, all, env)
  }
}

function make(workspace: Workspace, all: readonly Workspace[], env: NodeJS.ProcessEnv): void {
  const labels = labelsOf(workspace, env)
  const tag = `${env['REGISTRY'] ?? 'ghcr.io'}/sales-pipeline/${nameOf(workspace)}:${labels.VERSION}`
  build(ROOT, nameOf(workspace), tag, labels, (env['DOCKER_BUILD_FLAGS'] ?? '').split(' ').filter(Boolean))
  const workspaces = closureOf(workspace, all).map(({ folder }) => folder)
  const problems = problemsOf(lookInside(tag), { workspaces, needed: installed(readLock(ROOT), workspace.folder) })
  if (problems.length > 0) throw new Error(`${tag}:\n${problems.join('\n')}`)
  console.log(`${tag.padEnd(52)} ${Math.round(sizeOf(tag) / 1e6)} MB`)
}

function labelsOf({ manifest }: Workspace, env: NodeJS.ProcessEnv): Labels {
  return {
    VERSION: env['VERSION'] ?? manifest.version,
    REVISION: env['REVISION'] ?? git('rev-parse', 'HEAD'),
    // The commit's time, so that the same commit makes the same image.
    CREATED: env['CREATED'] ?? git('log', '-1', '--format=%cI'),
    SOURCE: env['SOURCE'] ?? ''
  }
}

function git(...args: readonly string[]): string {
  return spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim()
}

try {
  main(process.argv.slice(2), process.env)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
