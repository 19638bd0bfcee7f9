import { readSales } from './csv.ts'
import { startPartner } from './server.ts'

/** Serves until SIGTERM or SIGINT. A wrong environment ends it at once, with a line that names the variable. */
async function main({ PORT = '8000', HOST = '127.0.0.1', DATA = '' }: NodeJS.ProcessEnv): Promise<void> {
  if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > 65_535)
    throw new Error(`PORT must be a number from 0 to 65535, not "${PORT}"`)
  const sales = DATA === '' ? [] : await readSales(DATA)
  const partner = await startPartner({ host: HOST, port: Number(PORT), sales })
  console.log(`partner-service ready: ${partner.wsdlUrl} (${sales.length} sales)`)
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void partner.close())
}

main(process.env).catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException
  const fix =
    code === 'EADDRINUSE' ? ': set PORT to a free one' : code === 'ENOENT' ? ': set DATA to an existing file' : ''
  console.error(`partner-service: ${message}${fix}`)
  process.exitCode = 1
})
