import { typescriptOf, type AvroSchema } from './avro-types.ts'

/** What stands in contracts/<stream>/: contract.yaml parsed, key.avsc (absent: the stream has no key) and value.avsc. */
export interface ContractSource {
  readonly stream: string
  readonly contract: unknown
  readonly key: AvroSchema | null
  readonly value: AvroSchema
}

/** The generated module of one contract: its types, then its data as one constant. */
export function renderContract({ stream, contract, key, value }: ContractSource): string {
  const keyType = key === null ? { expression: 'null', declarations: new Map<string, string>() } : typescriptOf(key)
  const valueType = typescriptOf(value)
  const declarations = new Map([...keyType.declarations, ...valueType.declarations])
  return [
    `// Generated from contracts/${stream} by \`make gen\`. Do not edit.\n`,
    `import type { ContractData } from '../topic.ts'\n`,
    ...declarations.values(),
    `/** key: ${keyType.expression}, value: ${valueType.expression} */`,
    `export const ${camelCase(stream)}Contract: ContractData<${keyType.expression}, ${valueType.expression}> = ${literal(
      {
        stream,
        ...(contract as object),
        key,
        value
      }
    )}`,
    ''
  ].join('\n')
}

function camelCase(stream: string): string {
  return stream.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function literal(data: unknown): string {
  return JSON.stringify(data, null, 2)
}
