/** Where Kafka and the registry are, and how to speak to them. */
export interface KafkaSettings {
  readonly brokers: readonly string[]
  readonly registryUrl: string
  /** Put before every topic name; it lets several pipelines share one cluster. */
  readonly topicPrefix: string
  readonly clientId: string
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
    readonly username: string
    readonly password: string
  }
  /** TLS, with the certificate authority (PEM) of the brokers if it is not a public one. */
  readonly tls?: { readonly ca?: string }
}
