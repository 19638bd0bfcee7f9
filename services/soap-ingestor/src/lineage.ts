import { sales } from '@sales-pipeline/contracts'
import { operationDataset, saleColumns, topicDataset, type Job } from '@sales-pipeline/lineage'

import { listChangedSales } from './adapters/list-changed-sales.ts'
import type { Config } from './config.ts'

const SALES = 'sales_pipeline_soap_sales_total'
const ELEMENT = 'sale[].'

type Settings = Pick<
  Config,
  'PARTNER_WSDL' | 'PARTNER_ENDPOINT' | 'KAFKA_BROKERS' | 'TOPIC_PREFIX' | 'LINEAGE_NAMESPACE'
>

/**
 * What the ingestor does as long as it runs. A poll is no run of its own: polls overlap, most bring nothing, and every sale
 * names the call that it came by.
 */
export function pollingJob(config: Settings): Job {
  const elements = listChangedSales.output.filter((path) => path.startsWith(ELEMENT))
  const operation = operationDataset(config.PARTNER_ENDPOINT ?? config.PARTNER_WSDL, listChangedSales.name, {
    description: "The partner's list of sales that have changed since a moment",
    fields: elements.map((path) => ({ name: path.slice(ELEMENT.length), type: 'string' }))
  })
  const output = topicDataset(sales, { brokers: config.KAFKA_BROKERS, topicPrefix: config.TOPIC_PREFIX })
  return {
    namespace: config.LINEAGE_NAMESPACE,
    name: 'soap-ingestor',
    description: 'Asks the partner again and again for what has changed, and makes sales of it.',
    owner: sales.owner,
    processing: 'STREAMING',
    kind: 'SERVICE',
    inputs: [operation],
    outputs: [{ ...output, columns: saleColumns(operation, camelCase) }],
    measures: {
      rowsIn: [{ metric: SALES }],
      rowsRefused: [{ metric: SALES, labels: { outcome: ['refused'] } }],
      rowsOut: { [output.name]: [{ metric: SALES, labels: { outcome: ['emitted', 'deleted'] } }] }
    }
  }
}

/** How the partner's elements are named. */
function camelCase(column: string): string {
  return column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}
