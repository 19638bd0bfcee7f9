{{/* The environment of a service, as data of its ConfigMap. Secrets are in it by path only. */}}
{{- define "common.environment" -}}
{{- $facts := include (printf "%s.facts" .Chart.Name) . | fromYaml -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- $environment := dict
  "LOG_LEVEL" $platform.logLevel
  "OPS_HOST" "0.0.0.0"
  "OPS_PORT" "9464"
-}}
{{- with $platform.tracing }}
{{- if .endpoint }}
{{- $_ := set $environment "OTEL_EXPORTER_OTLP_ENDPOINT" .endpoint }}
{{- $_ := set $environment "OTEL_TRACES_SAMPLER" .sampler }}
{{- $_ := set $environment "OTEL_TRACES_SAMPLER_ARG" (include "common.text" .ratio) }}
{{- end }}
{{- end }}
{{- range $name, $value := $facts.environment }}
{{- $_ := set $environment $name (include "common.text" $value) }}
{{- end }}
{{- range $name, $value := .Values.config }}
{{- $_ := set $environment $name (include "common.text" $value) }}
{{- end }}
{{- $_ := mergeOverwrite $environment (include "common.kafkaEnvironment" . | fromYaml) }}
{{- range $name, $_ := $facts.secrets }}
{{- $_ := set $environment (printf "%s_FILE" $name) (printf "/etc/sales-pipeline/%s" $name) }}
{{- end }}
{{- toYaml $environment }}
{{- end }}

{{/* How to reach Kafka and the registry; the deploy-time jobs read these too. */}}
{{- define "common.kafkaEnvironment" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- with $platform.kafka -}}
KAFKA_BROKERS: {{ include "common.bootstrapServers" $platform | quote }}
SCHEMA_REGISTRY_URL: {{ $platform.schemaRegistry.url | quote }}
TOPIC_PREFIX: {{ .topicPrefix | quote }}
KAFKA_TLS: {{ .tls.enabled | quote }}
{{- if include "common.hasAuthority" $platform }}
KAFKA_TLS_CA_FILE: /etc/sales-pipeline/KAFKA_TLS_CA
{{- end }}
{{- if .authentication.enabled }}
KAFKA_SASL_MECHANISM: {{ .authentication.mechanism }}
KAFKA_USERNAME: {{ $.Values.kafkaUser.name | default $.Chart.Name | quote }}
KAFKA_PASSWORD_FILE: /etc/sales-pipeline/KAFKA_PASSWORD
{{- end }}
{{- end }}
{{- end }}

{{- define "common.bootstrapServers" -}}
{{- .kafka.bootstrapServers | default (printf "%s-kafka-bootstrap:9093" .kafka.cluster) -}}
{{- end }}

{{- define "common.hasAuthority" -}}
{{- if and .kafka.tls.enabled (not .kafka.tls.publicAuthority) }}yes{{ end -}}
{{- end }}

{{/* Kafka's two secrets, under the names of the variables that they are read by. */}}
{{- define "common.kafkaSecrets" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- with $platform.kafka }}
{{- if include "common.hasAuthority" $platform }}
KAFKA_TLS_CA: { name: {{ .tls.caSecret | default (printf "%s-cluster-ca-cert" .cluster) }}, key: {{ .tls.caKey }} }
{{- end }}
{{- if .authentication.enabled }}
{{- $user := $.Values.kafkaUser }}
KAFKA_PASSWORD: { name: {{ $user.secret | default $user.name | default $.Chart.Name }}, key: {{ $user.key }} }
{{- end }}
{{- end }}
{{- end }}

{{/* All secrets of a pod as files of one folder: a dictionary of variable: {name, key} in, a volume out. */}}
{{- define "common.secretsVolume" -}}
name: secrets
projected:
  defaultMode: 0440
  sources:
    {{- range $variable, $secret := . }}
    - secret:
        name: {{ $secret.name }}
        items:
          - key: {{ $secret.key }}
            path: {{ $variable }}
    {{- end }}
{{- end }}

{{- define "common.secretsMount" -}}
name: secrets
mountPath: /etc/sales-pipeline
readOnly: true
{{- end }}

{{/* Of those that decide the day of a sale. */}}
{{- define "common.timeZoneEnvironment" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
BUSINESS_TIME_ZONE: {{ $platform.businessTimeZone }}
{{- end }}
