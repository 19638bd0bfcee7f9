import { defineErrors } from './errors.ts'

/** What can go wrong in any service, whatever it does. */
export const runtimeErrors = defineErrors({
  OPS_PORT_UNAVAILABLE: {
    summary: 'The address of /healthz, /readyz and /metrics cannot be listened on.',
    fix: 'Set OPS_PORT to a free port (0 takes any) and OPS_HOST to an address of this machine.',
    retryable: false
  },
  SERVICE_ENDED_EARLY: {
    summary: 'A part of the service ended although nobody asked it to.',
    fix: 'Report it as a bug with the log lines before this one; a restart resumes from the last checkpoint.',
    retryable: true
  },
  SHUTDOWN_TIMED_OUT: {
    summary: 'The drain took longer than SHUTDOWN_TIMEOUT_MS.',
    fix: 'Nothing is lost: a restart resumes from the last checkpoint. Raise SHUTDOWN_TIMEOUT_MS if Kafka or the database answers slowly.',
    retryable: true
  }
})
