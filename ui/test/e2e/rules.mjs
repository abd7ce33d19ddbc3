import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seeded } from '../real.mjs';
import { same, until, want } from './checks.mjs';
import { Smtp } from './smtp.mjs';

/** Addresses of every kind that the tables of the sink know, and do not. */
const THIRTY = [
  ...['boss', 'BOSS', 'bosses', 'qa+7', 'qa+', 'qa', 'qa+a+b', 'info', 'Info', 'nobody', 'ceo', 'postmaster', 'anna.berg'].map((name) => `${name}@team.example`),
  ...['x', 'anna.berg', 'x+y', '"odd one"', 'a.b.c', "o'neill", 'x=y'].map((name) => `${name}@customers.example`),
  ...['x', 'postmaster', 'Partner'].map((name) => `${name}@partner.example`),
  ...['Ann.B@Shop.Example', 'qa@shop.example', 'catchall@shop.example', 'x@gmail.example', 'x@sub.customers.example', 'x@mail.shop.example', 'x@elsewhere.example'],
];

/** Rules are tested, drafted and saved, on a mailsink that has tables in files. */
export async function rules({ check, context }) {
  await seeded(async (sink) => {
    const page = await context.newPage();
    const problems = [];
    page.on('pageerror', (cause) => problems.push(cause.message));
    const show = async (address) => {
      await page.goto(`${sink.url}/rules?a=${encodeURIComponent(address)}`);
      await page.locator('.lines-edit textarea').waitFor();
    };
    const text = page.locator('.lines-edit textarea');

    await check('the tester says what SMTP says, and where mail goes', async () => {
      await show('boss@team.example');
      const smtp = await Smtp.open(sink.smtp);
      for (const address of THIRTY) {
        await page.getByRole('textbox', { name: 'Test an address' }).fill(address);
        await smtp.say('MAIL FROM:<app@shop.example>');
        const told = await smtp.say(`RCPT TO:<${address}>`).catch((cause) => cause.message);
        await smtp.say('RSET');
        const reply = page.locator('.verdict .reply');
        await until(async () => told.includes((await reply.textContent().catch(() => '?')).slice(0, 9)) && (await page.locator('.steps .addr').textContent()) === address, `${address}: ${told}`);
      }
      smtp.close();
    });

    await check('on a phone a table has the whole screen, and leads back to the list', async () => {
      const small = await context.newPage();
      await small.setViewportSize({ width: 390, height: 844 });
      await small.goto(`${sink.url}/rules`);
      const entry = small.locator('.table-list .entry:not(:disabled)').first();
      for (const back of ['Escape', 'button']) {
        await entry.click();
        await small.locator('.lines-edit textarea').waitFor();
        const box = await small.locator('.table-text').boundingBox();
        same([box.x, box.y, box.width, box.height], [0, 0, 390, 844], 'the place of the editor');
        if (back === 'button') await small.locator('.to-tables').click();
        else await small.locator('.lines-edit textarea').press('Escape');
        await small.locator('.table-text').waitFor({ state: 'detached' });
        await until(() => entry.evaluate((one) => one === document.activeElement), 'the focus on the list');
      }
      await small.close();
    });

    await check('each rule says how much mail it led, and why those before it did not', async () => {
      await show('info@team.example');
      const { values } = await (await fetch(`${sink.url}/v1/facets?field=rule`)).json();
      const led = values.find(({ value }) => value.endsWith('virtual.regexp:4')).total;
      const count = page.locator('.hits a', { hasText: `Line 4 led ${led} messages` });
      await count.waitFor();
      await page.getByText(/how many of the messages kept it led, since/).waitFor();
      await page.locator('.asked-tables summary').click();
      const tried = page.locator('.tried li', { hasText: '/^boss@team' }).first();
      await tried.getByText('does not match').waitFor();
      await page.locator('.asked-tables .hit', { hasText: 'texthash:virtual' }).first().waitFor();
      await count.click();
      await page.locator('.listhead .count', { hasText: `${led} messages` }).waitFor();
    });

    await check('a mistake in a draft stands beside its line, and cannot be saved', async () => {
      await show('x@customers.example');
      const read = await text.inputValue();
      await text.fill(`${read}/^broken(/   qa@shop.example\n`);
      await page.locator('.gutter .bad', { hasText: String(read.split('\n').length) }).waitFor();
      same(await page.getByRole('button', { name: 'Save and use' }).isDisabled(), true, 'disabled');
      await page.getByRole('button', { name: 'Discard the draft' }).click();
      await until(async () => (await text.inputValue()) === read, 'the text as it was');
    });

    await check('what a draft would change is what it changes', async () => {
      await show('x@customers.example');
      await text.fill((await text.inputValue()).replace('catchall@shop.example', 'anna@shop.example'));
      const { values } = await (await fetch(`${sink.url}/v1/facets?field=rule`)).json();
      await page.getByText(new RegExp(`Of the last \\d+ messages, ${values.find(({ value }) => value.endsWith('virtual.regexp:4')).total} would go elsewhere`)).waitFor();
      await page.locator('.was', { hasText: 'catchall@shop.example' }).waitFor();
      await page.getByRole('button', { name: 'Save and use' }).click();
      await page.getByText('Saved, and in use.').waitFor();
      want((await readFile(join(sink.folder, 'virtual.regexp'), 'utf8')).includes('anna@shop.example'), 'the file is as it was');
      const answer = await (await fetch(`${sink.url}/v1/rules/query?address=x@customers.example`)).json();
      same(answer.final, ['anna@shop.example'], 'final');
    });

    await check('what a table said before is listed, compared, and taken as a draft', async () => {
      await show('x@customers.example');
      await page.locator('.versions summary').click();
      await until(async () => (await page.locator('.versions li').count()) === 2, 'two versions');
      await page.locator('.versions li').first().getByText('in use').waitFor();
      const old = page.locator('.versions li').nth(1);
      await old.getByRole('button', { name: 'What it would change' }).click();
      await old.locator('ins', { hasText: 'catchall@shop.example' }).waitFor();
      await old.locator('del', { hasText: 'anna@shop.example' }).waitFor();
      await old.getByRole('button', { name: 'Take as draft' }).click();
      await page.getByText(/Of the last \d+ messages, \d+ would go elsewhere/).waitFor();
      await page.getByRole('button', { name: 'Save and use' }).click();
      await until(async () => (await readFile(join(sink.folder, 'virtual.regexp'), 'utf8')).includes('catchall@shop.example'), 'the file as it was');
      await until(async () => (await page.locator('.versions li').count()) === 3, 'three versions');
    });

    await check('a file that changed while it was edited is not written over', async () => {
      await show('x@customers.example');
      await text.fill(`${await text.inputValue()}# mine\n`);
      await appendFile(join(sink.folder, 'virtual.regexp'), '# theirs\n');
      const save = page.getByRole('button', { name: 'Save and use' });
      await until(() => save.isEnabled(), 'a draft that can be saved');
      await save.click();
      await page.getByRole('button', { name: 'Read it again' }).click();
      await until(async () => (await text.inputValue()).includes('# theirs'), 'their text');
      want(!(await readFile(join(sink.folder, 'virtual.regexp'), 'utf8')).includes('# mine'), 'theirs was written over');
    });
    same(problems, [], 'errors on the page');
    await page.close();
  }, '--rules-writable');
}
