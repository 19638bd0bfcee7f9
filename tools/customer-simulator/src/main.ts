import { runOnce } from '@sales-pipeline/service-kit'
import { config, sharesOf } from './config.ts'
import { sendAll } from './send.ts'
import { simulated } from './simulated.ts'

await runOnce({
  name: 'customer-simulator',
  config,
  work: async ({ config: { PORTAL_URL: url, RATE: rate, COUNT = Infinity, SEED, ...shares }, logger, signal }) => {
    const answered = { accepted: 0, refused: 0 }
    await sendAll(simulated(sharesOf(shares), SEED).take(COUNT), {
      ...{ url, rate, signal },
      onAnswer: (_, outcome) => answered[outcome]++
    })
    logger.info(answered, 'All registrations were answered')
  }
})
