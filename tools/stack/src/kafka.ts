import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { spawnChild } from './child.ts'
import type { JavaParts } from './fetch.ts'
import { classArchive, JAVA_STOP_TIMEOUT_MS, smallJvm, stopJava } from './java.ts'
import { READY_WITHIN_MS, type Surroundings } from './part.ts'
import { HOST, type Ports } from './ports.ts'
import { waitUntilReady } from './readiness.ts'

type KafkaPorts = Pick<Ports, 'kafka' | 'kafkaController'>

/** Starts one node of Kafka that is broker and controller in one (KRaft), on an empty log. */
export async function startKafka(
  java: JavaParts,
  version: string,
  ports: KafkaPorts,
  around: Surroundings
): Promise<void> {
  const folder = await around.folder.make('kafka')
  const [data, scratch, settings, logging] = ['data', 'tmp', 'server.properties', 'log4j2.yaml'].map((name) =>
    join(folder, name)
  ) as [string, string, string, string]
  await mkdir(data)
  await mkdir(scratch)
  await writeFile(join(data, 'meta.properties'), metaProperties(randomBytes(16).toString('base64url')))
  await writeFile(settings, serverProperties(data, ports))
  await writeFile(logging, LOGGING)

  const archive = classArchive(java.archives, 'kafka', version)
  const flags = [...smallJvm(scratch), ...archive.flags, `-Dlog4j2.configurationFile=${logging}`]
  const child = await spawnChild({
    name: 'kafka',
    command: 'java',
    args: [...flags, '-cp', join(java.kafka, '*'), 'kafka.Kafka', settings],
    cwd: folder,
    logFile: join(around.folder.logs, 'kafka.log'),
    stopTimeoutMs: JAVA_STOP_TIMEOUT_MS
  })
  around.started({ child, stop: () => stopJava(child, archive) })
  await waitUntilReady(child, () => askForBrokers(ports.kafka), { timeoutMs: READY_WITHIN_MS, signal: around.signal })
}

/** What `kafka-storage format` writes for a node with a static quorum; the metadata version is the newest then. */
function metaProperties(clusterId: string): string {
  return `version=1\ncluster.id=${clusterId}\nnode.id=1\n`
}

/** The broker's configuration: one node that answers fast and holds little. */
export function serverProperties(data: string, ports: KafkaPorts): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${HOST}:${ports.kafkaController}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://${HOST}:${ports.kafka},CONTROLLER://${HOST}:${ports.kafkaController}`,
    'log.dirs': data,

    'auto.create.topics.enable': false,
    'delete.topic.enable': true,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,

    // Whoever joins a group need not wait for others, and tests of a takeover need not wait for long.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    // Compaction within moments. The cleaner's default buffer alone is 128 MB.
    'log.cleaner.backoff.ms': 200,
    'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
    'log.index.size.max.bytes': 1024 * 1024,
    'num.network.threads': 2,
    'num.io.threads': 4
  }
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

const LOGGING = `Configuration:
  Appenders:
    Console: { name: out, PatternLayout: { pattern: '%d{ISO8601} %p %c{1} %m%n' } }
  Loggers:
    Root: { level: WARN, AppenderRef: { ref: out } }
`

/** Asks for the cluster's metadata, and fails unless a broker is in it: only then can topics be made. */
function askForBrokers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: HOST })
    let answer = Buffer.alloc(0)
    const fail = (reason: string): void => {
      socket.destroy()
      reject(new Error(reason))
    }
    socket.setTimeout(1000, () => {
      fail('no answer within 1 s')
    })
    socket.once('error', (error) => {
      fail(error.message)
    })
    socket.once('close', () => {
      fail('it closed the connection')
    })
    socket.once('connect', () => socket.write(METADATA_REQUEST))
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk])
      if (answer.length < 16) return
      if (brokerCount(answer) < 1) {
        fail('no broker has joined the cluster yet')
        return
      }
      socket.destroy()
      resolve()
    })
  })
}

/** Kafka protocol, Metadata request version 4: length, key 3, version, correlation id, no client id, no topics, create none. */
const METADATA_REQUEST = Buffer.from('0000000f' + '0003' + '0004' + '00000001' + 'ffff' + '00000000' + '00', 'hex')

/** Its response: length, correlation id, throttle time, then the array of brokers, led by its length. */
export function brokerCount(response: Buffer): number {
  return response.readInt32BE(12)
}
