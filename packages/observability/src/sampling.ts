import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler
} from '@opentelemetry/sdk-trace'
import type { Sampler } from '@opentelemetry/sdk-trace'

/** The values of OTEL_TRACES_SAMPLER that the OpenTelemetry specification defines and that need no remote service. */
export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio'
] as const
export type SamplerName = (typeof SAMPLERS)[number]

/**
 * The sampler that OTEL_TRACES_SAMPLER (default parentbased_always_on) and OTEL_TRACES_SAMPLER_ARG (a ratio, default 1) name.
 * Throws on any other value, naming the accepted ones.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function samplerFrom(env: Readonly<Record<string, string | undefined>>): Sampler {
  const name = given(env['OTEL_TRACES_SAMPLER']) ?? 'parentbased_always_on'
  const ratio = Number(given(env['OTEL_TRACES_SAMPLER_ARG']) ?? '1')
  if (!isSampler(name)) throw new Error(`OTEL_TRACES_SAMPLER is "${name}": set it to one of ${SAMPLERS.join(', ')}.`)
  if (!(ratio >= 0 && ratio <= 1)) throw new Error('OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, such as 0.1.')
  const root = rootSampler(name, ratio)
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root
}

function rootSampler(name: SamplerName, ratio: number): Sampler {
  switch (name) {
    case 'always_on':
    case 'parentbased_always_on':
      return new AlwaysOnSampler()
    case 'always_off':
    case 'parentbased_always_off':
      return new AlwaysOffSampler()
    case 'traceidratio':
    case 'parentbased_traceidratio':
      return new TraceIdRatioBasedSampler(ratio)
  }
}

function isSampler(name: string): name is SamplerName {
  return (SAMPLERS as readonly string[]).includes(name)
}

/** An empty variable counts as unset, as the specification says. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
