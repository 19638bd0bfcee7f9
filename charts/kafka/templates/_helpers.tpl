{{- define "kafka.enabled" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- if eq $platform.kafka.provider "strimzi" }}yes{{ end -}}
{{- end }}

{{- define "kafka.brokers" -}}
{{- $brokers := 0 -}}
{{- range .Values.nodePools }}
{{- if has "broker" .roles }}{{ $brokers = add $brokers (int .replicas) }}{{ end }}
{{- end -}}
{{- $brokers }}
{{- end }}

{{/* The topics of the lines that this release has, by name. */}}
{{- define "kafka.topics" -}}
{{- range .Values.lines }}
{{ $.Files.Get (printf "files/topics/%s.yaml" .) }}
{{- end }}
{{- end }}

{{/* What each user of these lines may do. */}}
{{- define "kafka.access" -}}
{{- range .Values.lines }}
{{ $.Files.Get (printf "files/access/%s.yaml" .) }}
{{- end }}
{{- end }}

{{/* Three copies, as far as there are brokers; a write is acknowledged by two of three. */}}
{{- define "kafka.replicationFactor" -}}
{{- if .Values.cluster.enabled -}}
{{ min 3 (include "kafka.brokers" . | int) }}
{{- else -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{ int $platform.kafka.replicationFactor }}
{{- end -}}
{{- end }}
{{- define "kafka.minInSync" -}}{{ max 1 (sub (include "kafka.replicationFactor" . | int) 1) }}{{- end }}

{{- define "kafka.keep" -}}
{{- if .Values.keep }}
annotations:
  helm.sh/resource-policy: keep
{{- end }}
{{- end }}
