{{/* Nothing comes in and nothing goes out but what is listed: the peers that a service cannot do without. */}}
{{- define "common.networkPolicy" -}}
{{- $facts := include (printf "%s.facts" .Chart.Name) . | fromYaml -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- if $platform.networkPolicy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "common.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "common.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- include "common.scrapeIngress" . | nindent 4 }}
    {{- with $facts.ingress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  egress:
    {{- include "common.dnsEgress" . | nindent 4 }}
    {{- include "common.kafkaEgress" $platform | nindent 4 }}
    {{- include "common.tracingEgress" $platform | nindent 4 }}
    {{- with $facts.egress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "common.scrapeIngress" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
{{- with $platform.networkPolicy.monitoringPeers -}}
- from:
    {{- toYaml . | nindent 4 }}
  ports:
    - { port: 9464, protocol: TCP }
{{- end }}
{{- end }}

{{- define "common.dnsEgress" -}}
{{- $platform := include "common.platform" . | fromYaml -}}
- to:
    {{- toYaml $platform.networkPolicy.dnsPeers | nindent 4 }}
  ports:
    - { port: 53, protocol: UDP }
    - { port: 53, protocol: TCP }
{{- end }}

{{/* Kafka and the registry. Without known peers: any address, on exactly their ports. */}}
{{- define "common.kafkaEgress" -}}
{{- $brokers := .kafka.peers -}}
{{- if and (not $brokers) (eq .kafka.provider "strimzi") }}
{{- $brokers = list (dict "podSelector" (dict "matchLabels" (dict "strimzi.io/cluster" .kafka.cluster "strimzi.io/name" (printf "%s-kafka" .kafka.cluster)))) }}
{{- end -}}
- {{- with $brokers }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    {{- range splitList "," (include "common.bootstrapServers" .) | uniq }}
    - { port: {{ regexFind "[0-9]+$" (trim .) }}, protocol: TCP }
    {{- end }}
{{ include "common.urlEgress" (dict "url" .schemaRegistry.url "peers" .schemaRegistry.peers "pods" "schema-registry") }}
{{- end }}

{{- define "common.tracingEgress" -}}
{{- with .tracing }}
{{- if .endpoint -}}
{{ include "common.urlEgress" (dict "url" .endpoint "peers" .peers "pods" "jaeger") }}
{{- end }}
{{- end }}
{{- end }}

{{/* To where a URL points: the peers given, else the pods of one of our charts if the URL names its Service, else any address. */}}
{{- define "common.urlEgress" -}}
{{- $url := urlParse .url -}}
{{- $host := regexReplaceAll ":[0-9]+$" $url.host "" -}}
{{- $port := regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) | default (eq $url.scheme "https" | ternary "443" "80") -}}
{{- $peers := .peers -}}
{{- if and (not $peers) (eq $host .pods) }}
{{- $peers = list (include "common.podsOf" .pods | fromYaml) }}
{{- end -}}
- {{- with $peers }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    - { port: {{ $port }}, protocol: TCP }
{{- end }}

{{- define "common.podsOf" -}}
podSelector:
  matchLabels:
    app.kubernetes.io/name: {{ . }}
    app.kubernetes.io/part-of: sales-pipeline
{{- end }}
