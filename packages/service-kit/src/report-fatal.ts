import type { Logger } from '@sales-pipeline/observability'

/** One line that tells code, message and fix. */
export function reportFatal(logger: Logger, error: unknown): void {
  const { code, fix, message } = error as { code?: unknown; fix?: unknown; message?: unknown }
  logger.fatal(
    { err: error, ...(code !== undefined && { code }), ...(fix !== undefined && { fix }) },
    String(message ?? error)
  )
}
