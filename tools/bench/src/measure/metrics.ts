import { get } from 'node:http'
import { text } from 'node:stream/consumers'

/** Asks a service for its metrics, on a connection of its own: a kept one may have been closed meanwhile. */
export function scrape(opsUrl: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(`${opsUrl}/metrics`, { agent: false }, (response) => {
      text(response).then(resolve, reject)
    }).on('error', reject)
  })
}

/** The sum of all series of a metric, from the text that Prometheus reads. */
export function metricSum(text: string, name: string): number {
  let sum = 0
  for (const line of text.split('\n')) {
    if (!line.startsWith(name) || (line[name.length] !== '{' && line[name.length] !== ' ')) continue
    sum += Number(line.slice(line.lastIndexOf(' ') + 1))
  }
  return sum
}
