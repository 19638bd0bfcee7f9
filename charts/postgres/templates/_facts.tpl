{{- define "postgres.facts" -}}
ports:
  postgres: 5432
clients:
  {{- toYaml .Values.clients | nindent 2 }}
{{- end }}

{{/* All roles, the superuser included. */}}
{{- define "postgres.roles" -}}
{{- mergeOverwrite (deepCopy .Values.roles) (dict "postgres" .Values.superuser) | toYaml -}}
{{- end }}

{{- define "postgres.secretOf" -}}
{{- $role := get (include "postgres.roles" .root | fromYaml) .role -}}
{{- $role.existingSecret | default (printf "%s-%s" .root.Chart.Name .role) -}}
{{- end }}

{{/* The database that a role works in: its own, else one that it may read. */}}
{{- define "postgres.databaseOf" -}}
{{- $found := "" -}}
{{- range $database, $settings := .root.Values.databases }}
{{- if eq $settings.owner $.role }}{{ $found = $database }}{{ end }}
{{- if and (not $found) (has $.role ($settings.readers | default list)) }}{{ $found = $database }}{{ end }}
{{- end -}}
{{- $found | default "postgres" -}}
{{- end }}
