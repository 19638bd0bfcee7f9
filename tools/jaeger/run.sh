#!/usr/bin/env bash
# Runs Jaeger with every listener on this machine alone: OTLP at 4318, its API at 16686.
set -euo pipefail
cd "$(dirname "$0")/../.."

exec "${JAEGER:-$(tools/jaeger/build.sh)}" --memory.max-traces=50000 \
  --collector.otlp.http.host-port=127.0.0.1:4318 --query.http-server.host-port=127.0.0.1:16686 \
  --collector.otlp.grpc.host-port=127.0.0.1:4317 --query.grpc-server.host-port=127.0.0.1:16685 \
  --collector.http-server.host-port=127.0.0.1:14268 --collector.grpc-server.host-port=127.0.0.1:14250 \
  --admin.http.host-port=127.0.0.1:14269
