import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Commands } from './command.ts'

test('the demo shows every city and every salesman right, after edits and after taking them back', async () => {
  await using commands = await Commands.prepare()
  const { code, output } = await commands.run('check')
  assert.equal(code, 0, output)
  assert.match(output, /files 1,052 of 1,052, database 1,421 of 1,421, partner 523 of 523/)
  assert.match(output, /1 {2}Madrid, Spain +1,082,551\.44 +304 {2}✓ published report/)
  assert.match(output, /1 {2}Gerard Hernandez +1,401,412\.62 +396 {2}✓ published report/)
  assert.match(output, /2 → 1 +▲ +San Rafael, CA, USA +654,858\.06 → 1,143,234\.36/)
  assert.equal(output.match(/✓ \d+ lines of \d+ rankings equal the sums/g)?.length, 3)
  assert.ok(!output.includes('\u001b'), 'no colours without a terminal')
})
