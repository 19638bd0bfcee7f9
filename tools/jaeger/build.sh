#!/usr/bin/env bash
# Builds Jaeger's all-in-one from its Go module into .local/jaeger, once: collector, storage in memory and query API, without the page.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=v1.76.0
binary=.local/jaeger/jaeger-all-in-one-$version
[ -x "$binary" ] && { echo "$binary"; exit 0; }
command -v go >/dev/null || { echo "Go is missing: install it (apt-get install golang-go), or name a binary: JAEGER=/path/to/jaeger-all-in-one make test-jaeger" >&2; exit 1; }

source=.local/jaeger/source
rm -rf "$source"
mkdir -p .local/jaeger
module=$(cd .local/jaeger && GOFLAGS=-mod=mod go mod download -json "github.com/jaegertracing/jaeger@$version" | sed -nE 's/^\s*"Dir": "(.*)",?$/\1/p')
cp -r "$module" "$source"
chmod -R u+w "$source"
echo "jaeger  building $version, which takes some minutes …" >&2
# A dependency of the module is gone under the name that it asks for.
(cd "$source" && go mod edit -replace=github.com/Shopify/sarama=github.com/Shopify/sarama@v1.33.0 &&
  go build -mod=mod -trimpath -ldflags=-s -o "../$(basename "$binary")" ./cmd/all-in-one)
rm -rf "$source"
echo "$binary"
