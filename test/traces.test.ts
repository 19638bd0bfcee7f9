import { startCollector } from './traces/collector.ts'
import { tracesOfThePipeline } from './traces/story.ts'

tracesOfThePipeline(startCollector)
