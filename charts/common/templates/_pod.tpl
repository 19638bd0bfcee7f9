{{/* The Pod Security standard `restricted`, and a root file system that cannot be written. */}}
{{- define "common.podSecurity" -}}
{{- $id := . | default 1000 -}}
runAsNonRoot: true
runAsUser: {{ $id }}
runAsGroup: {{ $id }}
fsGroup: {{ $id }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "common.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* What every pod has: no token of the API server, who may pull, where to run. */}}
{{- define "common.podBasics" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
serviceAccountName: {{ .Chart.Name }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $platform.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "common.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
automountServiceAccountToken: false
{{- end }}

{{/* Replicas on different nodes and in different zones, as far as there are such. */}}
{{- define "common.topologySpread" -}}
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "common.selectorLabels" $ | nindent 6 }}
{{- end }}
{{- end }}

{{/* `node -e` in a service's image: it has no shell and needs none. */}}
{{- define "common.waitForContracts" -}}
{{- $facts := include (printf "%s.facts" .Chart.Name) . | fromYaml -}}
{{- $platform := include "common.platform" . | fromYaml -}}
name: wait-for-contracts
image: {{ include "common.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
command:
  - node
  - --input-type=module
  - --eval
  - |
    // A service ends at once where its contracts are not registered. On a new cluster they soon will be.
    const [registry, ...subjects] = process.argv.slice(1)
    const known = (subject) =>
      fetch(`${registry}/subjects/${subject}/versions/latest`, { signal: AbortSignal.timeout(5000) }).then(
        async (answer) => (await answer.text(), answer.ok), () => false)
    for (const subject of subjects) {
      for (let tries = 0; !(await known(subject)); tries++) {
        if (tries % 15 === 0) console.log(`Waiting for ${subject} at ${registry}: the Job contracts registers it`)
        await new Promise((resolve) => setTimeout(resolve, 2000))
      }
    }
  - --
  - {{ $platform.schemaRegistry.url | quote }}
  {{- range $facts.contracts }}
  - {{ printf "%s%s-value" $platform.kafka.topicPrefix . | quote }}
  {{- end }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  {{- include "common.containerSecurity" . | nindent 2 }}
{{- end }}
