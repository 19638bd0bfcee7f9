import { defineErrors } from '@sales-pipeline/service-kit'

/** What can go wrong between a service and Kafka or the registry. An outage is no error here: it is retried. */
export const kafkaErrors = defineErrors({
  KAFKA_CONTRACT_MISSING: {
    summary: 'The registry does not know a schema that this service writes or reads',
    fix: 'Provision the contracts of this version (register-contracts makes topics and schemas) before the service starts',
    retryable: false
  },
  KAFKA_CONTRACT_INCOMPATIBLE: {
    summary: 'A contract differs from the one in the registry in a way that this service cannot bridge',
    fix: 'Deploy a version of the service that matches the contract, or make the named field compatible',
    retryable: false
  },
  KAFKA_KEY_CHANGED: {
    summary: 'The schema of a key would change, and with it the bytes that partitioning and compaction compare',
    fix: 'Keep the key as it is, or write to a new topic',
    retryable: false
  },
  KAFKA_TOPIC_MISMATCH: {
    summary: 'A topic exists with another number of partitions than its contract asks for',
    fix: 'Recreate the topic, or correct the number in its contract: shards and keys depend on it',
    retryable: false
  },
  KAFKA_TOPIC_MISSING: {
    summary: 'A topic of the contracts does not exist yet, or this user may not see it',
    fix: 'Wait for whoever creates the topics, grant Describe on them, or let register-contracts create them (TOPICS=create)',
    retryable: true
  },
  KAFKA_REGISTRY_REFUSED: {
    summary: 'The schema registry refuses a request for good',
    fix: 'Check SCHEMA_REGISTRY_URL (the Confluent-compatible API; of Apicurio it ends in /apis/ccompat/v7) and the rights it asks for',
    retryable: false
  },
  KAFKA_REFUSED: {
    summary: 'Kafka refuses a request for good: authorization, an unknown topic, or a message that is too large',
    fix: 'Check the ACLs of this user, that the topic is provisioned, and max.message.bytes',
    retryable: false
  },
  KAFKA_UNDECODABLE: {
    summary: 'A message does not decode by the contract it claims to be written with',
    fix: 'Find the producer from the dead letter; mend and send again',
    retryable: false
  },
  KAFKA_NULL_VALUE: {
    summary: 'A tombstone on a stream whose contract knows none',
    fix: 'Find the producer from the dead letter',
    retryable: false
  }
})
