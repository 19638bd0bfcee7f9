import type { DeadLetter, Sale } from '@sales-pipeline/contracts'
import { deadLetterRecord, Outbox, type OpenTopic, type OutgoingRecord, type Producer } from '@sales-pipeline/kafka'
import type { SaleSource, SaleTraces } from '@sales-pipeline/observability'
import { MAX_RECORD_SIZE } from '../core/record.ts'
import type { Dataset, Refusal, Verdict } from '../core/row.ts'
import type { Counts, OpenDelivery } from '../ports.ts'

const SERVICE = 'file-ingestor'
const READ: SaleSource = { name: 'read sale' }

/** A dead letter has to fit into a message; only CSV of little but quotes or emoji can be longer than this. */
const MAX_ORIGINAL_BYTES = 4 * MAX_RECORD_SIZE

export interface Topics {
  readonly sales: OpenTopic<string, Sale>
  readonly deadLetters: OpenTopic<null, DeadLetter>
  readonly traces: SaleTraces
}

/** Delivers through one producer; each file has an outbox of its own. */
export function kafkaDelivery(producer: Producer, topics: Topics): OpenDelivery {
  return (dataset, acknowledged) => {
    const outbox = new Outbox<Counts>(producer, { acknowledged })
    return {
      put: (verdicts, reached) => {
        const since = Date.now()
        return outbox.put(
          verdicts.map((verdict) => recordOf(verdict, dataset, topics, since)),
          reached
        )
      },
      flush: () => outbox.flush()
    }
  }
}

function recordOf(
  verdict: Verdict,
  dataset: Dataset,
  { sales, deadLetters, traces }: Topics,
  since: number
): OutgoingRecord {
  if (verdict.kind === 'refused') return deadLetterRecord(deadLetters, SERVICE, refusalOf(verdict, dataset))
  const sale = verdict.kind === 'sale' ? verdict.sale : null
  return sales.record(verdict.key, sale, traces.begin(verdict.key, READ, since))
}

function refusalOf({ frame, code, violations }: Refusal, dataset: Dataset) {
  return {
    origin: { system: 'file', dataset: dataset.name, position: frame.position },
    code,
    message: violations.map(({ field, message }) => `${field === '' ? 'The row' : field} ${message}`).join('; '),
    violations,
    original: frame.bytes.subarray(0, MAX_ORIGINAL_BYTES),
    contentType: dataset.contentType
  }
}
