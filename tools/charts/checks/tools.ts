import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

const howToGet = {
  HELM: ['helm', 'Helm 3: https://helm.sh/docs/intro/install/'],
  KUBECONFORM: ['kubeconform', 'go install github.com/yannh/kubeconform/cmd/kubeconform@latest'],
  HELM_UNITTEST: [
    'helm-unittest',
    'the binary of the plugin https://github.com/helm-unittest/helm-unittest (helm plugin install puts it, as untt, into $(helm env HELM_PLUGINS)/helm-unittest)'
  ]
} as const

export interface Outcome {
  readonly ok: boolean
  readonly output: string
}

/** Runs a tool found on PATH, or where its variable says. A tool that is missing is named together with how to get it. */
export async function tool(variable: keyof typeof howToGet, args: readonly string[], input = ''): Promise<Outcome> {
  const [name, source] = howToGet[variable]
  const running = run(process.env[variable] ?? name, args, { maxBuffer: 64 * 1024 * 1024 })
  running.child.stdin?.end(input)
  try {
    const { stdout, stderr } = await running
    return { ok: true, output: stdout + stderr }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string }
    if (code === 'ENOENT')
      throw new Error(`${name} is missing: get it (${source}), or set ${variable} to its path`, { cause: error })
    return { ok: false, output: stdout + stderr }
  }
}

/** Runs a tool and returns what it printed. */
export async function output(variable: keyof typeof howToGet, args: readonly string[]): Promise<string> {
  const { ok, output: text } = await tool(variable, args)
  if (!ok) throw new Error(`${variable.toLowerCase()} ${args.join(' ')}:\n${text}`)
  return text
}
