/**
 * How Node is started for every service. V8 sizes its heap by the machine's memory and collects
 * the later the more there is; with these bounds a service stays below 300 MB of its own at any size of input.
 */
export const SERVICE_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=8', '--max-old-space-size=192']
