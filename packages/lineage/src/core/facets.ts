/** Who writes these events, and with which version. */
export const PRODUCER = 'urn:sales-pipeline:lineage:0.1.0'
export const ADAPTER_VERSION = '0.1.0'
export const EVENT_SCHEMA = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent'

export type Place = 'run' | 'job' | 'dataset' | 'input' | 'output'

interface FacetSpec {
  readonly document: string
  readonly version: string
  readonly place: Place
  /** What the specification demands of it beside `_producer` and `_schemaURL`. */
  readonly required: readonly string[]
}

/** The facets in use: where each belongs, and the version of its schema. */
export const FACETS = {
  parent: { document: 'ParentRunFacet', version: '1-2-0', place: 'run', required: ['run', 'job'] },
  errorMessage: {
    document: 'ErrorMessageRunFacet',
    version: '1-0-1',
    place: 'run',
    required: ['message', 'programmingLanguage']
  },
  processing_engine: { document: 'ProcessingEngineRunFacet', version: '1-1-1', place: 'run', required: ['version'] },
  jobType: {
    document: 'JobTypeJobFacet',
    version: '2-0-4',
    place: 'job',
    required: ['processingType', 'integration']
  },
  documentation: { document: 'DocumentationJobFacet', version: '1-1-0', place: 'job', required: ['description'] },
  ownership: { document: 'OwnershipJobFacet', version: '1-0-1', place: 'job', required: [] },
  schema: { document: 'SchemaDatasetFacet', version: '1-2-0', place: 'dataset', required: [] },
  dataSource: { document: 'DatasourceDatasetFacet', version: '1-0-1', place: 'dataset', required: [] },
  datasetType: { document: 'DatasetTypeDatasetFacet', version: '1-0-1', place: 'dataset', required: ['datasetType'] },
  version: { document: 'DatasetVersionDatasetFacet', version: '1-0-1', place: 'dataset', required: ['datasetVersion'] },
  datasetDocumentation: {
    document: 'DocumentationDatasetFacet',
    version: '1-1-0',
    place: 'dataset',
    required: ['description']
  },
  datasetOwnership: { document: 'OwnershipDatasetFacet', version: '1-0-1', place: 'dataset', required: [] },
  columnLineage: { document: 'ColumnLineageDatasetFacet', version: '1-2-0', place: 'dataset', required: ['fields'] },
  dataQualityMetrics: {
    document: 'DataQualityMetricsInputDatasetFacet',
    version: '1-0-3',
    place: 'input',
    required: ['columnMetrics']
  },
  outputStatistics: {
    document: 'OutputStatisticsOutputDatasetFacet',
    version: '1-0-2',
    place: 'output',
    required: []
  }
} as const satisfies Readonly<Record<string, FacetSpec>>

export type FacetName = keyof typeof FACETS

export interface Facet {
  readonly _producer: string
  readonly _schemaURL: string
  readonly [property: string]: unknown
}

export function facet(name: FacetName, body: object): Facet {
  return { _producer: PRODUCER, _schemaURL: schemaUrl(name), ...body }
}

export function schemaUrl(name: FacetName): string {
  const { document, version } = FACETS[name]
  return `https://openlineage.io/spec/facets/${version}/${document}.json#/$defs/${document}`
}

/** Our own facet: how a run fares. Its schema is packages/lineage/schemas/SalesPipelineProgressRunFacet.json. */
export const PROGRESS_FACET = 'salesPipeline_progress'
export const PROGRESS_SCHEMA =
  'urn:sales-pipeline:schema:SalesPipelineProgressRunFacet:1-0-0#/$defs/SalesPipelineProgressRunFacet'

export function progressFacet(progress: object): Facet {
  return { _producer: PRODUCER, _schemaURL: PROGRESS_SCHEMA, ...progress }
}
