import { defineErrors } from '@sales-pipeline/service-kit'

/** What can go wrong for good in an aggregator. Kafka or the registry being away is no error here: it is waited out. */
export const aggregatorErrors = defineErrors({
  AGGREGATOR_INPUT_RECREATED: {
    summary: 'The state includes offsets that the input does not have: the topic was recreated',
    fix: 'Raise GENERATION, so that all is rebuilt from the new topic and published as newer than before',
    retryable: false
  },
  AGGREGATOR_SETTINGS_CHANGED: {
    summary: 'The state was built under other settings',
    fix: 'Raise GENERATION, so that all is rebuilt and published as newer; or set LARGEST_SALES and BUSINESS_TIME_ZONE back',
    retryable: false
  },
  AGGREGATOR_OUTPUT_NEWER: {
    summary: 'A total published before differs from the state, and claims to be as new or newer',
    fix: 'Raise GENERATION: the input was recreated, the settings differ, or a record has become unreadable since',
    retryable: false
  },
  AGGREGATOR_STATE_UNWRITABLE: {
    summary: 'The state of a shard cannot be written',
    fix: 'Check that STATE_DIR is writable and its disk has room; the state itself is intact',
    retryable: false
  },
  AGGREGATOR_PARTITIONS_DIFFER: {
    summary:
      'Input and output have different numbers of partitions, but a shard publishes to the partition of its number',
    fix: 'Provision both topics with the same number of partitions',
    retryable: false
  },
  AGGREGATOR_SALE_REFUSED: {
    summary: 'A sale decodes, but breaks the rules of its contract: see its violations',
    fix: 'Find the source from the dead letter; mend the sale there, and send it again',
    retryable: false
  }
})
