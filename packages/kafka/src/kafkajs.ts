// The one door to kafkajs, which must be replaced in before it is loaded. Order matters.
import './faster-producing.ts'

export * from 'kafkajs'
