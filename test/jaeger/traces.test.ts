import { startJaeger } from '../traces/jaeger.ts'
import { tracesOfThePipeline } from '../traces/story.ts'

const { JAEGER } = process.env
if (JAEGER === undefined) throw new Error('JAEGER is to be the path of a jaeger-all-in-one: run make test-jaeger')

tracesOfThePipeline(() => startJaeger(JAEGER))
