import type { Topic } from '@sales-pipeline/contracts'
import { avroFields } from './avro-fields.ts'
import type { Dataset, Field } from './model.ts'

const POSTGRES_PORT = '5432'

/** A cluster as OpenLineage names it: by one bootstrap server, the same one in whatever order they are configured. */
export interface Cluster {
  readonly brokers: readonly string[]
  readonly topicPrefix: string
}

export function topicDataset<K, V>(topic: Topic<K, V>, { brokers, topicPrefix }: Cluster): Dataset {
  const { name, description, owner, key, value } = topic
  return {
    namespace: `kafka://${brokers.toSorted()[0] ?? ''}`,
    name: topicPrefix + name,
    type: 'TOPIC',
    ...{ description, owner },
    fields: avroFields(key?.schema ?? null, value.schema)
  }
}

export interface Table {
  readonly schema: string
  readonly table: string
  readonly description: string
  readonly fields: readonly Field[]
}

/** @param url of the database; nothing of it but host, port and name is told */
export function tableDataset(url: string, { schema, table, description, fields }: Table): Dataset {
  const { hostname, port, pathname } = new URL(url)
  return {
    namespace: `postgres://${hostname}:${port || POSTGRES_PORT}`,
    name: `${decodeURIComponent(pathname.slice(1))}.${schema}.${table}`,
    type: 'TABLE',
    ...{ description, fields }
  }
}

/** @param path absolute */
export function fileDataset(path: string, options: Pick<Dataset, 'description' | 'fields' | 'version'>): Dataset {
  return { namespace: 'file', name: path, type: 'FILE', ...options }
}

export function folderDataset(path: string, options: Pick<Dataset, 'description' | 'fields'>): Dataset {
  return { namespace: 'file', name: path, type: 'FOLDER', ...options }
}

/** An operation of a web service. The convention names none: the service's origin, then its path and the operation. */
export function operationDataset(
  url: string,
  operation: string,
  options: Pick<Dataset, 'description' | 'fields'>
): Dataset {
  const { origin, pathname } = new URL(url)
  const path = pathname.split('/').filter((part) => part !== '')
  return { namespace: origin, name: [...path, operation].join('/'), type: 'SERVICE', ...options }
}
