import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { answer, input } from './program.ts'

/**
 * Sends one GET over and over on a fixed number of kept connections, each with one request under way. On plain sockets, and
 * told the length of the answer: an HTTP client would be busier than the server that it measures.
 */
export interface HttpLoad {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly connections: number
  readonly warmUpSeconds: number
  readonly seconds: number
}

const OK = Buffer.from('HTTP/1.1 200 ')

const { host, port, path, connections, warmUpSeconds, seconds } = input() as HttpLoad
const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: keep-alive\r\n\r\n`)
let answered = 0
const length = await lengthOfAnswer()
const sockets = await Promise.all(Array.from({ length: connections }, opened))
for (const socket of sockets) keepAsking(socket)
await pause(warmUpSeconds)
const [from, began] = [answered, performance.now()]
await pause(seconds)
answer({ count: answered - from, seconds: (performance.now() - began) / 1000 })
process.exit(0)

function keepAsking(socket: Socket): void {
  let received = 0
  socket.on('data', (chunk) => {
    if (received === 0 && !chunk.subarray(0, OK.length).equals(OK)) fail(chunk.toString('latin1', 0, 100))
    received += chunk.length
    if (received < length) return
    if (received > length) fail(`an answer of ${received} bytes instead of ${length}`)
    received = 0
    answered += 1
    socket.write(request)
  })
  socket.on('close', () => {
    fail('the server closed a connection')
  })
  socket.write(request)
}

/** All answers are as long as the first: the same body, headers of the same length. */
async function lengthOfAnswer(): Promise<number> {
  const socket = await opened()
  socket.write(request)
  let head = Buffer.alloc(0)
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) continue
    const body = /content-length: *(\d+)/i.exec(head.toString('latin1', 0, end))?.[1]
    if (body === undefined) fail('an answer without content-length')
    return end + 4 + Number(body)
  }
  return fail('no answer')
}

async function opened(): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true })
  await once(socket, 'connect')
  return socket
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time * 1000))
}

function fail(reason: string): never {
  console.error(`GET ${path}: ${reason}`)
  process.exit(1)
}
