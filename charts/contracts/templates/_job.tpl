{{- define "contracts.pod" -}}
{{- $secrets := include "common.kafkaSecrets" . | fromYaml -}}
{{ include "common.podBasics" . }}
restartPolicy: OnFailure
securityContext:
  {{- include "common.podSecurity" 1000 | nindent 2 }}
containers:
  - name: register-contracts
    image: {{ include "common.image" . }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    command: [node, /app/register-contracts.js]
    env:
      {{- range $name, $value := include "contracts.environment" . | fromYaml }}
      - name: {{ $name }}
        value: {{ $value | quote }}
      {{- end }}
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
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 16Mi
  {{- if $secrets }}
  - {{- include "common.secretsVolume" $secrets | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "contracts.environment" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{ include "common.kafkaEnvironment" . }}
LINES: {{ join "," .Values.lines }}
{{- if eq $platform.kafka.provider "strimzi" }}
# Strimzi's KafkaTopic resources make them.
TOPICS: check
{{- else }}
TOPICS: create
REPLICATION_FACTOR: {{ int $platform.kafka.replicationFactor | quote }}
{{- end }}
{{- end }}
