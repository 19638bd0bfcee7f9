#!/bin/sh
# Installs the operators that the charts need, into the cluster that kubectl points to. Needs helm, and access to quay.io.
#   k8s/operators.sh [NAMESPACE]    the namespace of the pipeline (default: sales); it is made if it is missing
set -eu
namespace=${1:-sales}

# Enforced from the first pod on: what the pipeline's pods must meet.
kubectl create namespace "$namespace" --dry-run=client --output=yaml | kubectl apply --filename=-
kubectl label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted --overwrite

# Kafka, topics and users as resources. Its version decides which Kafka versions there are (charts/kafka: 4.3.1).
helm upgrade --install strimzi-cluster-operator oci://quay.io/strimzi-helm/strimzi-kafka-operator --version 1.2.0 \
  --namespace strimzi --create-namespace --set "watchNamespaces={$namespace}" --wait
