{{- define "common.workload" -}}
{{- $facts := include (printf "%s.facts" .Chart.Name) . | fromYaml -}}
apiVersion: apps/v1
kind: {{ $facts.workload }}
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
spec:
  {{- if not (and .Values.autoscaling .Values.autoscaling.enabled) }}
  replicas: {{ if $facts.alone }}1{{ else }}{{ int .Values.replicas }}{{ end }}
  {{- end }}
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      {{- include "common.selectorLabels" . | nindent 6 }}
  {{- if eq $facts.workload "StatefulSet" }}
  serviceName: {{ .Chart.Name }}
  podManagementPolicy: Parallel
  # The state is a function of the input: whoever comes later rebuilds it.
  persistentVolumeClaimRetentionPolicy:
    {{- toYaml .Values.storage.retention | nindent 4 }}
  volumeClaimTemplates:
    - metadata:
        name: state
        labels:
          {{- include "common.selectorLabels" . | nindent 10 }}
      spec:
        {{- include "common.claimSpec" .Values.storage | nindent 8 }}
  {{- else if $facts.alone }}
  strategy:
    type: Recreate
  {{- else }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  {{- end }}
  template:
    metadata:
      labels:
        {{- include "common.podLabels" . | nindent 8 }}
        sales-pipeline/kafka-client: 'true'
      annotations:
        checksum/config: {{ include "common.environment" . | sha256sum }}
        {{- with .Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      {{- include "common.servicePod" . | nindent 6 }}
{{- end }}

{{- define "common.servicePod" -}}
{{- $facts := include (printf "%s.facts" .Chart.Name) . | fromYaml -}}
{{- $secrets := mergeOverwrite (include "common.kafkaSecrets" . | fromYaml) ($facts.secrets | default dict) -}}
{{ include "common.podBasics" . }}
# A drain takes SHUTDOWN_TIMEOUT_MS at the most.
terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
securityContext:
  {{- include "common.podSecurity" 1000 | nindent 2 }}
topologySpreadConstraints:
  {{- include "common.topologySpread" . | nindent 2 }}
initContainers:
  - {{- include "common.waitForContracts" . | nindent 4 }}
containers:
  - name: {{ .Chart.Name }}
    image: {{ include "common.image" . }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    {{- with $facts.arguments }}
    args:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    envFrom:
      - configMapRef:
          name: {{ .Chart.Name }}
    ports:
      - name: ops
        containerPort: 9464
      {{- range $name, $port := $facts.ports }}
      - name: {{ $name }}
        containerPort: {{ $port }}
      {{- end }}
    {{- include "common.probes" . | nindent 4 }}
    resources:
      {{- toYaml .Values.resources | nindent 6 }}
    securityContext:
      {{- include "common.containerSecurity" . | nindent 6 }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      {{- if $secrets }}
      - {{- include "common.secretsMount" . | nindent 8 }}
      {{- end }}
      {{- with $facts.mount }}
      - name: state
        mountPath: {{ . }}
      {{- end }}
      {{- with $facts.mounts }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
  {{- if $secrets }}
  - {{- include "common.secretsVolume" $secrets | nindent 4 }}
  {{- end }}
  {{- with $facts.claim }}
  - name: state
    persistentVolumeClaim:
      claimName: {{ . }}
  {{- end }}
  {{- with $facts.volumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* /healthz: the loop still turns. /readyz: the work can be done now. */}}
{{- define "common.probes" -}}
startupProbe:
  httpGet: { path: /healthz, port: ops }
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /healthz, port: ops }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: { path: /readyz, port: ops }
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
{{- end }}

{{- define "common.claimSpec" -}}
accessModes: [ReadWriteOnce]
{{- with .storageClass }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests:
    storage: {{ .size }}
{{- end }}
