import type { Stage } from '../stage.ts'
import { aggregators } from './aggregators.ts'
import { dbCdcBridge } from './db-cdc-bridge.ts'
import { endToEnd } from './end-to-end.ts'
import { fileIngestor } from './file-ingestor.ts'
import { resultsApi } from './results-api.ts'
import { resultsSink } from './results-sink.ts'
import { soapIngestor } from './soap-ingestor.ts'

export const STAGES: readonly Stage[] = [
  dbCdcBridge,
  fileIngestor,
  aggregators,
  resultsSink,
  resultsApi,
  soapIngestor,
  endToEnd
]
