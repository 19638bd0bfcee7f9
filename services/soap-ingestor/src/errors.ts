import { defineErrors } from '@sales-pipeline/service-kit'

/** What can go wrong between this service and its partner; a retry that helps is made without end. */
export const errors = defineErrors({
  PARTNER_UNREACHABLE: {
    summary: 'The partner cannot be reached',
    fix: 'Check PARTNER_WSDL and PARTNER_ENDPOINT, the network, and the partner; polls go on as soon as it answers',
    retryable: true
  },
  PARTNER_TIMEOUT: {
    summary: 'The partner has not answered in time',
    fix: 'Ask the partner; raise TIMEOUT_MS or lower PAGE_SIZE if it is slow by nature',
    retryable: true
  },
  PARTNER_HTTP_STATUS: {
    summary: 'The partner answered with an HTTP status that is no answer',
    fix: 'Ask the partner; a 404 may mean that PARTNER_WSDL or PARTNER_ENDPOINT is wrong',
    retryable: true
  },
  PARTNER_FAULT: {
    summary: 'The partner answered with a SOAP fault',
    fix: 'Ask the partner what the fault means',
    retryable: true
  },
  PARTNER_REFUSES_REQUEST: {
    summary: 'The partner answered with a SOAP fault that blames the request',
    fix: 'Compare PAGE_SIZE with what the partner allows; a page token that it refuses is dropped by itself',
    retryable: true
  },
  PARTNER_ANSWER_INVALID: {
    summary: 'The answer is not one that the WSDL describes',
    fix: 'Ask the partner; nothing of this answer was taken',
    retryable: true
  },
  PARTNER_ANSWER_TOO_LARGE: {
    summary: 'The answer is larger than this service takes',
    fix: 'Lower PAGE_SIZE',
    retryable: true
  },
  PARTNER_PAGING_STUCK: {
    summary: 'The pages of a poll do not come to an end',
    fix: 'Ask the partner; each poll begins again at the cursor, and the sales listed so far are passed on',
    retryable: true
  },
  PARTNER_ACCESS_DENIED: {
    summary: 'The partner does not let this service in',
    fix: 'Set PARTNER_USERNAME and PARTNER_PASSWORD, or PARTNER_TOKEN',
    retryable: false
  },
  PARTNER_CONTRACT_MISMATCH: {
    summary: 'The WSDL does not describe the operation that this service polls',
    fix: 'Let PARTNER_WSDL name the right service, or add an adapter for this partner beside src/adapters/list-changed-sales.ts',
    retryable: false
  },
  CHECKPOINT_UNREADABLE: {
    summary: 'The checkpoint cannot be read',
    fix: 'It was written by another version or by hand: write a tombstone under its key to read the partner from the beginning',
    retryable: false
  },
  SALE_INVALID: {
    summary: 'A sale that the partner listed breaks the contract of sales',
    fix: 'Have the partner correct it: the corrected sale is taken with the next poll',
    retryable: false
  }
})
