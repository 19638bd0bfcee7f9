import type { Checkpoints } from '@sales-pipeline/kafka'
import { withSpan } from '@sales-pipeline/observability'
import { progressFromText, progressToText } from '../core/progress-text.ts'
import type { ProgressStore } from '../ports.ts'

/** Keeps the progress of files in the checkpoints topic. */
export function kafkaProgress(checkpoints: Checkpoints): ProgressStore {
  return {
    get: (name) => {
      const text = checkpoints.get(name)
      return text && progressFromText(text)
    },
    names: () => [...checkpoints.entries().keys()],
    save: (name, progress) =>
      withSpan('save checkpoint', { attributes: { 'file.records': progress.records } }, () =>
        checkpoints.save(name, progressToText(progress))
      ),
    remove: (name) => checkpoints.remove(name)
  }
}
