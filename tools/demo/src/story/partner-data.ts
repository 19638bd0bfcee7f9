import { mkdir } from 'node:fs/promises'
import { readSteelWheels } from '../steelwheels/sales.ts'
import { split } from '../steelwheels/split.ts'
import { writePartnerData } from './feed.ts'

/** For a partner service that the demo does not start itself: its image holds this file. */
export async function partnerData(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true })
  console.log(await writePartnerData(folder, split(await readSteelWheels())))
  return 0
}
