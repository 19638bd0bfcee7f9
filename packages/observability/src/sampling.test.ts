import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SAMPLERS, samplerFrom } from './sampling.ts'

test('each name of the specification gives its sampler', () => {
  const described = SAMPLERS.map((name) =>
    samplerFrom({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: '0.25' }).toString().slice(0, 45)
  )
  assert.deepEqual(described, [
    'AlwaysOnSampler',
    'AlwaysOffSampler',
    'TraceIdRatioBased{0.25}',
    'ParentBased{root=AlwaysOnSampler, remoteParen',
    'ParentBased{root=AlwaysOffSampler, remotePare',
    'ParentBased{root=TraceIdRatioBased{0.25}, rem'
  ])
})

test('unset and empty variables mean: follow the parent, else sample', () => {
  assert.match(samplerFrom({}).toString(), /^ParentBased\{root=AlwaysOnSampler/)
  assert.match(samplerFrom({ OTEL_TRACES_SAMPLER: '', OTEL_TRACES_SAMPLER_ARG: '' }).toString(), /^ParentBased/)
})

test('a wrong value is refused with the accepted ones', () => {
  assert.throws(() => samplerFrom({ OTEL_TRACES_SAMPLER: 'sometimes' }), /one of always_on, .*parentbased_traceidratio/)
  for (const ratio of ['2', '-1', 'half', 'NaN']) {
    assert.throws(() => samplerFrom({ OTEL_TRACES_SAMPLER_ARG: ratio }), /from 0 to 1/)
  }
})
