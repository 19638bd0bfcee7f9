{{/* What one part's values cannot know of another's. */}}
{{- define "sales-pipeline.checks" -}}
{{- $bridge := index .Values "db-cdc-bridge" -}}
{{- $soap := index .Values "soap-ingestor" -}}
{{- $results := index .Values "results-api" -}}
{{- $city := index .Values "city-aggregator" -}}
{{- $registry := index .Values "schema-registry" -}}
{{- if not .Values.demo.enabled }}
{{- if and $bridge.enabled (eq $bridge.database.secret "source-db-bridge") }}
{{- fail "demo.enabled is false: let db-cdc-bridge.database.secret name the Secret with your source database's URL, or set db-cdc-bridge.enabled=false" }}
{{- end }}
{{- if and $soap.enabled (contains "//partner-service:" $soap.partner.wsdl) }}
{{- fail "demo.enabled is false: let soap-ingestor.partner.wsdl (and .endpoint) name your partner's service, or set soap-ingestor.enabled=false" }}
{{- end }}
{{- end }}
{{- if not .Values.postgres.enabled }}
{{- if and $results.enabled (eq $results.database.secret "postgres-results") }}
{{- fail "postgres.enabled is false: let results-api.database.secret name the Secret with your results database's URL" }}
{{- end }}
{{- if and $registry.enabled (eq $registry.storage.kind "sql") (eq $registry.storage.secret "postgres-registry") }}
{{- fail "postgres.enabled is false: set schema-registry.storage (url, secret) to your database, or its kind to memory for a try-out" }}
{{- end }}
{{- end }}
{{- if and (not .Values.jaeger.enabled) (contains "//jaeger:" .Values.global.tracing.endpoint) }}
{{- fail "jaeger.enabled is false: set global.tracing.endpoint to your collector, or to '' for no traces" }}
{{- end }}
{{- if and $city.enabled $results.enabled (ne (toString (dig "LARGEST_SALES" "" $city.config)) (toString (dig "LARGEST_SALES" "" $results.config))) }}
{{- fail "LARGEST_SALES must be the same in city-aggregator.config and results-api.config: the API can show no more than is kept" }}
{{- end }}
{{- end }}
