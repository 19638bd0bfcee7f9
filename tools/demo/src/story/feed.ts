import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PipelineEndpoints } from '../pipeline/endpoints.ts'
import { insertSales } from '../pipeline/source-database.ts'
import { toCsv, toJsonArray, toJsonLines } from '../steelwheels/canonical.ts'
import type { Split } from '../steelwheels/split.ts'

/** The partner's sales as the file that its service reads when it starts. */
export async function writePartnerData(folder: string, { partner }: Split): Promise<string> {
  const file = join(folder, 'partner.csv')
  await writeFile(file, toCsv(partner))
  return file
}

/** Gives the running pipeline what it does not have yet: the files, and what the shop sells while it is being watched. */
export async function feed(
  { inbox, sourceDatabaseUrl }: Pick<PipelineEndpoints, 'inbox' | 'sourceDatabaseUrl'>,
  { files, database }: Split
): Promise<void> {
  await drop(inbox, 'sales-2003-1.csv', toCsv(files.csv))
  await drop(inbox, 'sales-2003-2.json', toJsonArray(files.jsonArray))
  await drop(inbox, 'sales-2003-3.ndjson', toJsonLines(files.jsonLines))
  for (const month of database.whileStreaming) await insertSales(sourceDatabaseUrl, month)
}

/** Under a name that is passed over until the file is whole. */
async function drop(inbox: string, name: string, text: string): Promise<void> {
  const partial = join(inbox, `${name}.tmp`)
  await writeFile(partial, text)
  await rename(partial, join(inbox, name))
}
