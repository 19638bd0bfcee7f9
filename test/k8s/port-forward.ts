import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { freePorts, HOST } from '@sales-pipeline/stack'
import { KUBECTL } from './shell.ts'

const PAUSE_MS = 200

/** A Service of the cluster at a local port, for as long as this object lives: when its pod dies, the next one is reached. */
export class PortForward implements AsyncDisposable {
  readonly address: string
  readonly #args: readonly string[]
  readonly #running: Promise<void>
  readonly #close = new AbortController()

  private constructor(address: string, args: readonly string[]) {
    this.address = address
    this.#args = args
    this.#running = this.#keep()
  }

  static async open(namespace: string, service: string, port: number): Promise<PortForward> {
    const [local = 0] = await freePorts(1)
    const args = ['-n', namespace, 'port-forward', `--address=${HOST}`, `service/${service}`, `${local}:${port}`]
    return new PortForward(`${HOST}:${local}`, args)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close.abort()
    await this.#running
  }

  /** kubectl goes on listening after its pod has died, and answers nothing any more: then it is started again. */
  async #keep(): Promise<void> {
    const { signal } = this.#close
    while (!signal.aborted) {
      const child = spawn(KUBECTL, this.#args, { stdio: ['ignore', 'ignore', 'pipe'] })
      const stop = () => child.kill()
      signal.addEventListener('abort', stop)
      createInterface(child.stderr).on('line', (line) => {
        if (/lost connection|error (forwarding|creating)|error copying/i.test(line)) stop()
      })
      await once(child, 'close')
      signal.removeEventListener('abort', stop)
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined)
    }
  }
}
