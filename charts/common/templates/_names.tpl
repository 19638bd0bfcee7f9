{{/* A namespace holds one pipeline: resources carry the plain name of their service, whatever the release is called. */}}

{{- define "common.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "common.labels" -}}
{{ include "common.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | default .Chart.Version | quote }}
app.kubernetes.io/part-of: sales-pipeline
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* Of pods: without the chart's version, so that a release which changes nothing else replaces none. */}}
{{- define "common.podLabels" -}}
{{ include "common.selectorLabels" . }}
app.kubernetes.io/part-of: sales-pipeline
{{- end }}

{{- define "common.image" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- with .Values.image -}}
{{ $platform.imageRegistry | default .registry }}/{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end }}
{{- end }}

{{/* The shared settings: the library's defaults, and `global` over them. */}}
{{- define "common.platform" -}}
{{- mergeOverwrite (deepCopy (omit .Values.common "global")) (deepCopy (.Values.global | default dict)) | toYaml -}}
{{- end }}

{{/* The value of an environment variable: YAML's numbers are floats here, and 1000000 must not become 1e+06. */}}
{{- define "common.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ int64 . }}{{ else }}{{ . }}{{ end -}}
{{- end }}
