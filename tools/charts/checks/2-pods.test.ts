import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { allRenderings, containersOf, matches, podOwners, type Pod, type Resource, type Selector } from './rendered.ts'

interface NetworkPolicy {
  readonly podSelector: Selector
  readonly policyTypes: readonly string[]
  readonly ingress?: readonly { readonly ports?: readonly unknown[] }[]
  readonly egress?: readonly { readonly ports?: readonly unknown[] }[]
}

const renderings = await allRenderings()
const ALLOWED_VOLUMES = ['configMap', 'emptyDir', 'projected', 'secret', 'persistentVolumeClaim', 'downwardAPI', 'csi']

function everyPod(t: TestContext, check: (pod: Pod, where: string) => void): void {
  const owners = renderings.flatMap(podOwners)
  assert.ok(owners.length > 100, `only ${owners.length} pods were rendered`)
  for (const { template, where } of owners) check(template.spec, where)
  t.diagnostic(`${owners.length} pods of ${renderings.length} renderings`)
}

test('every pod meets the Pod Security standard `restricted`', (t) => {
  everyPod(t, (pod, where) => {
    assert.ok(!(pod.hostNetwork ?? pod.hostPID ?? pod.hostIPC), `${where}: a namespace of the host`)
    assert.equal(pod.securityContext?.runAsNonRoot, true, `${where}: runAsNonRoot`)
    assert.ok((pod.securityContext.runAsUser ?? 0) > 0, `${where}: a numeric user that is not root`)
    assert.equal(pod.securityContext.seccompProfile?.type, 'RuntimeDefault', `${where}: seccompProfile`)
    for (const volume of pod.volumes ?? []) {
      const kind = Object.keys(volume).find((key) => key !== 'name') ?? 'none'
      assert.ok(ALLOWED_VOLUMES.includes(kind), `${where}: volume of kind ${kind}`)
    }
    for (const { name, securityContext: own } of containersOf(pod)) {
      assert.equal(own?.allowPrivilegeEscalation, false, `${where}: ${name}: allowPrivilegeEscalation`)
      assert.deepEqual(own.capabilities, { drop: ['ALL'] }, `${where}: ${name}: capabilities`)
      assert.notEqual(own.privileged, true, `${where}: ${name}: privileged`)
      assert.ok(!('seccompProfile' in own) && !('runAsUser' in own), `${where}: ${name} overrides its pod`)
    }
  })
})

test('no pod can write its root file system or has a token of the API server', (t) => {
  everyPod(t, (pod, where) => {
    assert.equal(pod.automountServiceAccountToken, false, where)
    for (const { name, securityContext } of containersOf(pod))
      assert.equal(securityContext?.readOnlyRootFilesystem, true, `${where}: ${name}`)
  })
})

test('every image has a fixed tag, every container requests and a limit of memory', (t) => {
  everyPod(t, (pod, where) => {
    for (const { image, resources } of containersOf(pod)) {
      assert.match(image, /^[^/]+\.[^/]+\/.+:[^:]+$/, `${where}: image with registry and tag`)
      assert.doesNotMatch(image, /:latest$/, where)
      assert.ok(resources?.requests?.cpu && resources.requests.memory, `${where}: requests`)
      assert.ok(resources.limits?.memory, `${where}: limit of memory`)
    }
  })
})

test('every container that stays is asked whether it is alive and ready', (t) => {
  everyPod(t, (pod, where) => {
    if (pod.restartPolicy !== undefined) return
    for (const { livenessProbe, readinessProbe } of pod.containers)
      assert.ok(livenessProbe !== undefined && readinessProbe !== undefined, where)
  })
})

test('every pod is behind one network policy of both directions, unless they are switched off', () => {
  let seen = 0
  for (const rendering of renderings) {
    const policies = rendering.resources.filter(({ kind }) => kind === 'NetworkPolicy').map(policyOf)
    if (policies.length === 0) continue
    for (const { resource, template, where } of podOwners(rendering)) {
      // Helm's test pod only asks, and is gone a moment later.
      if (resource.metadata.annotations?.['helm.sh/hook'] === 'test') continue
      const mine = policies.filter(({ podSelector }) => matches(podSelector, template.metadata.labels))
      assert.equal(mine.length, 1, `${where} is selected by ${mine.length} policies`)
      assert.deepEqual(mine[0]?.policyTypes, ['Ingress', 'Egress'], where)
      for (const { ports } of [...(mine[0].ingress ?? []), ...(mine[0].egress ?? [])])
        assert.ok(ports?.length, `${where}: a rule without ports allows all of them`)
      seen++
    }
  }
  assert.ok(seen > 50, `only ${seen} pods were looked at`)
})

function policyOf({ spec }: Resource): NetworkPolicy {
  return spec as unknown as NetworkPolicy
}

test('a change of the ConfigMap that a pod takes its environment from rolls the pod', () => {
  const fromMaps = renderings
    .flatMap(podOwners)
    .filter(({ template }) => template.spec.containers.some(({ envFrom }) => envFrom !== undefined))
  assert.ok(fromMaps.length > 20, `only ${fromMaps.length} pods were looked at`)
  for (const { template, where } of fromMaps)
    assert.match(template.metadata.annotations?.['checksum/config'] ?? '', /^[0-9a-f]{64}$/, where)
})
