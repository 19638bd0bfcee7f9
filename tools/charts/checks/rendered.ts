import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { charts, CUSTOMERS, root } from '../src/folders.ts'
import { output } from './tools.ts'

/** As much of a Kubernetes object as the checks look at. */
export interface Resource {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly data?: Readonly<Record<string, string>>
  readonly stringData?: Readonly<Record<string, string>>
  readonly spec?: Spec
}

export type Spec = Readonly<Record<string, unknown>>

export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>
}

interface Amounts {
  readonly cpu?: string | number
  readonly memory?: string | number
}

export interface Container {
  readonly name: string
  readonly image: string
  readonly env?: readonly { readonly name: string; readonly value?: string }[]
  readonly envFrom?: readonly unknown[]
  readonly livenessProbe?: unknown
  readonly readinessProbe?: unknown
  readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts }
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean
    readonly readOnlyRootFilesystem?: boolean
    readonly privileged?: boolean
    readonly capabilities?: unknown
    readonly seccompProfile?: unknown
    readonly runAsUser?: number
  }
}

export interface Pod {
  readonly automountServiceAccountToken?: boolean
  readonly restartPolicy?: string
  readonly hostNetwork?: boolean
  readonly hostPID?: boolean
  readonly hostIPC?: boolean
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean
    readonly runAsUser?: number
    readonly seccompProfile?: { readonly type: string }
  }
  readonly volumes?: readonly Spec[]
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
}

/** One chart with one file of values. */
export interface Rendering {
  readonly chart: string
  readonly valuesFile: string
  readonly text: string
  readonly resources: readonly Resource[]
}

export const chartNames: readonly string[] = readdirSync(charts)
  .filter((name) => existsSync(join(charts, name, 'Chart.yaml')) && name !== 'common')
  .toSorted()

/** Every file below a chart's ci/; of an umbrella also those of k8s/values. */
export function valuesFiles(chart: string): readonly string[] {
  const examples: Readonly<Record<string, string>> = {
    'sales-pipeline': 'k8s/values',
    [CUSTOMERS]: 'k8s/values/customers'
  }
  const folders = [join(charts, chart, 'ci'), ...[examples[chart] ?? []].flat().map((folder) => join(root, folder))]
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => join(folder, name))
  )
}

async function render(chart: string, valuesFile: string, ...flags: readonly string[]): Promise<Rendering> {
  const text = await output('HELM', ['template', 'check', join(charts, chart), '--values', valuesFile, ...flags])
  const resources = parseAllDocuments(text)
    .map((document) => document.toJS() as Resource | null)
    .filter((resource) => resource !== null)
  return { chart, valuesFile: basename(valuesFile, '.yaml'), text, resources }
}

let all: Promise<readonly Rendering[]> | undefined

/** Every chart with each of its files of values, as an install and as an upgrade. */
export function allRenderings(): Promise<readonly Rendering[]> {
  return (all ??= renderAll())
}

async function renderAll(): Promise<readonly Rendering[]> {
  const renderings: Rendering[] = []
  for (const chart of chartNames) {
    for (const file of valuesFiles(chart)) {
      const [install, upgrade] = await Promise.all([render(chart, file), render(chart, file, '--is-upgrade')])
      renderings.push(install, { ...upgrade, valuesFile: `${upgrade.valuesFile} (upgrade)` })
    }
  }
  return renderings
}

/** Finds the resources of a kind in one rendering. */
export async function resourcesByKind(): Promise<
  (chart: string, valuesFile: string, kind: string) => readonly Resource[]
> {
  const renderings = await allRenderings()
  return (chart, valuesFile, kind) => {
    const rendering = renderings.find((one) => one.chart === chart && one.valuesFile === valuesFile)
    if (rendering === undefined) throw new Error(`${chart} was not rendered with ${valuesFile}`)
    return rendering.resources.filter((resource) => resource.kind === kind)
  }
}

interface Template {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec: Pod
}

/** What makes pods, with the pods that it makes. */
export interface PodOwner {
  readonly resource: Resource
  readonly template: Template
  /** For messages. */
  readonly where: string
}

export function podOwners({ chart, valuesFile, resources }: Rendering): readonly PodOwner[] {
  return resources.flatMap((resource) => {
    const template = templateOf(resource)
    const where = `${chart}, ${valuesFile}: ${resource.kind} ${resource.metadata.name}`
    return template === undefined ? [] : [{ resource, template, where }]
  })
}

function templateOf({ kind, metadata, spec }: Resource): Template | undefined {
  const { labels = {}, annotations = {} } = metadata
  if (kind === 'Pod') return { metadata: { labels, annotations }, spec: spec as unknown as Pod }
  const makesPods = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(kind)
  return makesPods ? (spec?.['template'] as Template) : undefined
}

export function containersOf({ initContainers = [], containers }: Pod): readonly Container[] {
  return [...initContainers, ...containers]
}

export function matches({ matchLabels = {} }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value)
}
