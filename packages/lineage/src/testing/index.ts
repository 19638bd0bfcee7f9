export { eventChecker } from './check-event.ts'
export { checkJob } from './check-job.ts'
