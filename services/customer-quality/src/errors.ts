import { defineErrors } from '@sales-pipeline/service-kit'

/** What can go wrong for good in a role. Kafka or MongoDB being away is no error here: it is waited out. */
export const errors = defineErrors({
  CUSTOMER_STORE_REFUSED: {
    summary: 'MongoDB refuses what is to be written, and will refuse it again',
    fix: 'Check MONGODB_URI, and that its user may read and write MONGODB_DATABASE and create indexes in it',
    retryable: false
  },
  CUSTOMER_INPUT_RECREATED: {
    summary: 'A place in custchannel holds another customer than it did before: the topic was recreated',
    fix: 'Let the keeper write to another database (MONGODB_DATABASE), with another CONSUMER_GROUP',
    retryable: false
  },
  CUSTOMER_HTTP_UNAVAILABLE: {
    summary: 'The address of the portal cannot be listened on',
    fix: 'Set HTTP_PORT to a free port (0 takes any) and HTTP_HOST to an address of this machine',
    retryable: false
  }
})
