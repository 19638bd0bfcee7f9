{{/* What one part's values cannot know of another's. */}}
{{- define "customer-quality.checks" -}}
{{- if not .Values.mongodb.enabled }}
{{- range $role, $own := .Values.roles }}
{{- if and $own.enabled $own.database (hasPrefix "mongodb-" (dig "database" "secret" "" $own)) }}
{{- fail (printf "mongodb.enabled is false: let roles.%s.database.secret name the Secret with the URI of your database, or set roles.%s.enabled=false" $role $role) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
