export { htmlOf, PAGE_POLICY, pageFiles, type PageFile } from './page-files.ts'
