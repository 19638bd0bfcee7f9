{{/* Of a role with a page or an API: who may ask. */}}
{{- define "customer-quality.httpIngress" -}}
{{- with .Values.clients -}}
- from:
    {{- toYaml . | nindent 4 }}
  ports:
    - { port: 8090, protocol: TCP }
{{- end }}
{{- end }}

{{/* Of a role that keeps something: its database, and the way there. */}}
{{- define "customer-quality.databaseSecret" -}}
MONGODB_URI: { name: {{ .Values.database.secret }}, key: {{ .Values.database.key }} }
{{- end }}

{{- define "customer-quality.databaseEgress" -}}
- to:
    {{- .Values.database.peers | default (list (include "common.podsOf" "mongodb" | fromYaml)) | toYaml | nindent 4 }}
  ports:
    - { port: {{ .Values.database.port }}, protocol: TCP }
{{- end }}

{{/* Of a role that hides who somebody is; each has a key of its own, so that what they keep cannot be put together. */}}
{{- define "customer-quality.pseudonymSecret" -}}
PSEUDONYM_KEY: { name: {{ .Values.pseudonymKey.existingSecret | default (printf "%s-pseudonyms" .Chart.Name) }}, key: {{ .Values.pseudonymKey.key }} }
{{- end }}

{{/* A Secret that is made at the first install and kept. Takes root, name, key. */}}
{{- define "customer-quality.keptSecret" -}}
{{- $kept := lookup "v1" "Secret" .root.Release.Namespace .name | default dict -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .name }}
  labels:
    {{- include "common.labels" .root | nindent 4 }}
  annotations:
    # With the data that it belongs to.
    helm.sh/resource-policy: keep
type: Opaque
stringData:
  {{ .key }}: {{ dig "data" .key "" $kept | b64dec | default (randAlphaNum 48) }}
{{- end }}
