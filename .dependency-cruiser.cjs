/** The architecture's boundaries, checked on every import. @type {import('dependency-cruiser').IConfiguration} */
const pure = 'packages/(money|contracts|sales-intake|sales-aggregation|customer-quality)/'

module.exports = {
  forbidden: [
    {
      name: 'core-knows-no-adapter',
      comment: 'The core decides; adapters reach the world through ports.',
      severity: 'error',
      from: { path: '/src/core/' },
      to: { path: '/src/(adapters|app|main|config|metrics)' }
    },
    {
      name: 'core-does-no-io',
      severity: 'error',
      from: { path: '/src/core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(util|assert|buffer)$' }
    },
    {
      name: 'pure-packages-do-no-io',
      severity: 'error',
      from: { path: `^${pure}src/`, pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(util|assert|crypto|buffer)$' }
    },
    {
      name: 'pure-packages-know-only-pure-packages',
      severity: 'error',
      from: { path: `^${pure}src/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/', pathNot: `^${pure}` }
    },
    {
      name: 'nothing-imports-a-service',
      comment: 'Services share packages and topics, never code of their own.',
      severity: 'error',
      from: { path: '^(packages|services|tools|examples)/([^/]+)/' },
      to: { path: '^services/([^/]+)/', pathNot: '^services/$2/' }
    },
    {
      name: 'only-kafka-knows-kafkajs',
      comment: 'The benchmark compares with kafkajs as it comes.',
      severity: 'error',
      from: {
        path: '^(packages|services|tools|examples)/',
        pathNot: '^(packages/kafka/|tools/bench/src/limits/bare-producer)'
      },
      to: { path: 'node_modules/(kafkajs|@kafkajs)/' }
    },
    {
      name: 'only-contracts-and-kafka-know-avro',
      severity: 'error',
      from: { path: '^(packages|services|tools|examples)/', pathNot: '^packages/(kafka|contracts)/' },
      to: { path: 'node_modules/avsc/' }
    },
    {
      name: 'packages-import-no-tool',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/testkit/' },
      to: { path: '^(tools|examples)/' }
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] }
  }
}
