{{- define "mongodb.facts" -}}
ports:
  mongodb: 27017
clients:
  {{- toYaml .Values.clients | nindent 2 }}
{{- end }}

{{/* All users, the superuser included. */}}
{{- define "mongodb.users" -}}
{{- mergeOverwrite (deepCopy .Values.users) (dict "root" .Values.superuser) | toYaml -}}
{{- end }}

{{- define "mongodb.secretOf" -}}
{{- $user := get (include "mongodb.users" .root | fromYaml) .user -}}
{{- $user.existingSecret | default (printf "%s-%s" .root.Chart.Name .user) -}}
{{- end }}
