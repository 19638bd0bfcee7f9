export * from '@sales-pipeline/testkit/browser'
