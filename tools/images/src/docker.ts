import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { View } from './contents.ts'

/** What `docker build` is told beside the service's name; unknown ones stay empty. */
export interface Labels {
  readonly VERSION: string
  readonly REVISION: string
  readonly CREATED: string
  readonly SOURCE: string
}

/** Builds one service's image. `flags` are the caller's own, for `docker build`. */
export function build(root: string, service: string, tag: string, labels: Labels, flags: readonly string[]): void {
  const buildArgs = Object.entries({ SERVICE: service, ...labels }).flatMap(([name, value]) => [
    '--build-arg',
    `${name}=${value}`
  ])
  docker(['build', '--quiet', '--tag', tag, ...buildArgs, ...flags, root])
}

export function sizeOf(tag: string): number {
  return Number(docker(['image', 'inspect', '--format', '{{.Size}}', tag]))
}

/** Runs the image's own Node over what it holds; it has no shell to ask. */
export function lookInside(tag: string): View {
  const program = readFileSync(join(import.meta.dirname, 'inside.ts'), 'utf8')
  const node = ['--entrypoint', 'node', tag, '--input-type=module-typescript', '-']
  return JSON.parse(docker(['run', '--rm', '--interactive', '--network', 'none', ...node], program)) as View
}

function docker(args: readonly string[], input = ''): string {
  const env = { ...process.env, DOCKER_BUILDKIT: '1' }
  const { error, status, stdout } = spawnSync('docker', args, {
    env,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit']
  })
  if (error !== undefined)
    throw new Error('docker cannot be run. Install Docker Engine 20.10 or newer', { cause: error })
  if (status !== 0) throw new Error(`docker ${args[0] ?? ''} failed`)
  return stdout
}
