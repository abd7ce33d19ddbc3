import { same, until, want } from './checks.mjs';
import { html, plain, unique } from './mails.mjs';
import { open, option, settled } from './page.mjs';

/** Everything can be done with keys. */
export async function keyboard({ check, context, smtp, sink }) {
  const word = unique();
  for (let n = 0; n < 6; n++) await smtp.send({ data: html(`Key ${word} ${n}`, '<p>Hello</p>') });
  const page = await open(context, `${sink.url}/q?q=${word}`);
  await until(async () => (await option(page, word).count()) === 6, 'six rows');
  const list = page.locator('.list');
  const active = () => list.evaluate((element) => document.getElementById(element.getAttribute('aria-activedescendant'))?.querySelector('.subject').textContent.slice(-1));
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  await check('j and k, and the arrows, go through the list', async () => {
    await list.focus();
    await press('j');
    same(await active(), '5', 'first');
    await press('j', 'ArrowDown', 'k');
    same(await active(), '4', 'second');
  });

  await check('Enter opens, brackets go on, Escape leads back', async () => {
    await press('Enter');
    await page.locator('.msghead h2', { hasText: `${word} 4` }).waitFor();
    await press('[');
    await page.locator('.msghead h2', { hasText: `${word} 3` }).waitFor();
    await press(']', ']');
    await page.locator('.msghead h2', { hasText: `${word} 5` }).waitFor();
    await press('Escape');
    await page.getByText('No message is open').waitFor();
  });

  await check('digits choose the tab, w the width, d the colours', async () => {
    await press('Enter', '3');
    await page.locator('.source').waitFor();
    await press('1', 'w', 'd');
    await until(() => page.url().endsWith('#html,w=360,dark'), page.url());
    await press('u');
  });

  await check('keys are text in a field', async () => {
    await press('/');
    const box = page.getByRole('combobox', { name: 'Search messages' });
    same(await box.evaluate((element) => element === document.activeElement), true, 'focus');
    await press('End');
    await page.keyboard.type(' jx#');
    same(await box.inputValue(), `${word} jx#`, 'text');
    await box.fill(word);
    await press('Enter');
    await until(async () => (await option(page, word).count()) === 6, 'six rows');
  });

  await check('x selects, Shift extends, Escape gives up', async () => {
    await list.focus();
    await press('Home', 'x', 'Shift+J', 'Shift+ArrowDown');
    await page.getByText('3 selected').waitFor();
    await press('Escape');
    await page.getByText('3 selected').waitFor({ state: 'detached' });
  });

  await check('Shift+U and Shift+I mark, s pins', async () => {
    await press('Home', 'Shift+U');
    await until(async () => (await option(page, `${word} 5`).textContent()).includes('Unread'), 'unread');
    await press('Shift+I');
    await until(async () => !(await option(page, `${word} 5`).textContent()).includes('Unread'), 'read');
    await press('s');
    await until(async () => (await option(page, `${word} 5`).textContent()).includes('Pinned'), 'pinned');
  });

  await check('# deletes and goes to the next', async () => {
    await press('Home', 'j', '#');
    await option(page, `${word} 4`).waitFor({ state: 'detached' });
    same(await active(), '3', 'active');
    await press('Enter', '#');
    await page.locator('.msghead h2', { hasText: `${word} 2` }).waitFor();
    await press('u');
  });

  await check('z brings back what was deleted, where it was', async () => {
    const undone = unique();
    for (let n = 0; n < 3; n++) await smtp.send({ data: plain(`Undo ${undone} ${n}`) });
    const here = await open(context, `${sink.url}/q?q=${undone}`);
    await here.getByText('3 messages').waitFor();
    await here.locator('.list').focus();
    for (const key of ['j', 'j', 'Enter']) await here.keyboard.press(key);
    await here.locator('.msghead h2', { hasText: `${undone} 1` }).waitFor();
    await here.keyboard.press('#');
    await here.locator('.msghead h2', { hasText: `${undone} 0` }).waitFor();
    await here.keyboard.press('z');
    await here.locator('.msghead h2', { hasText: `${undone} 1` }).waitFor();
    await until(async () => (await option(here, undone).count()) === 3, 'three rows');
    same(await here.evaluate(() => document.activeElement.getAttribute('role')), 'listbox', 'focus');
    await here.close();
  });

  await check('everything has a name in the palette', async () => {
    const here = await open(context, `${sink.url}/q?q=${word}`);
    await here.locator('.list').focus();
    await here.keyboard.press('Control+k');
    await here.getByRole('combobox', { name: 'Do anything' }).waitFor();
    await here.keyboard.type('sess');
    await here.keyboard.press('Enter');
    await here.getByRole('heading', { name: 'Sessions', level: 1 }).waitFor();
    await here.goBack();
    await option(here, word).first().waitFor();
    await here.close();
  });

  await check('tags are put on and searched for', async () => {
    const here = await open(context, `${sink.url}/q?q=${word}`);
    await here.locator('.list').focus();
    for (const key of ['j', 't']) await here.keyboard.press(key);
    await here.getByRole('textbox', { name: 'New tag' }).fill('checked');
    await here.keyboard.press('Enter');
    await here.locator('.row .tag', { hasText: 'checked' }).waitFor();
    await here.goto(`${sink.url}/q?q=${word}+tag:checked`);
    await until(async () => (await option(here, word).count()) === 1, 'one row');
    await here.close();
  });

  await check('a view keeps its name, and g 1 opens it', async () => {
    const here = await open(context, `${sink.url}/q?q=${word}`);
    await here.getByRole('button', { name: 'Save this view' }).click();
    await here.getByRole('textbox', { name: 'Name of the view' }).fill('Keys & more');
    await here.keyboard.press('Enter');
    await until(() => here.url().endsWith('/v/Keys%20%26%20more'), here.url());
    await here.goto(sink.url);
    await here.locator('.list').focus();
    for (const key of ['g', '1']) await here.keyboard.press(key);
    await until(() => here.url().endsWith('/v/Keys%20%26%20more'), here.url());
    await until(async () => (await option(here, word).count()) >= 4, 'the rows of the view');
    await here.reload();
    await until(async () => (await option(here, word).count()) >= 4, 'the rows after a reload');
    await here.close();
  });

  await check('terms are completed, and taken out again', async () => {
    const here = await open(context, sink.url);
    const box = here.getByRole('combobox', { name: 'Search messages' });
    await box.fill('rcpt:anna');
    await here.locator('.offers li', { hasText: 'anna@customers.example' }).first().waitFor();
    await here.keyboard.press('ArrowDown');
    await here.keyboard.press('Enter');
    await here.keyboard.type(`${word} `);
    await until(async () => (await here.locator('.chips li').count()) === 2, 'two chips');
    await here.getByRole('button', { name: `Without ${word}` }).click();
    await until(async () => (await box.inputValue()) === 'rcpt:anna@customers.example', await box.inputValue());
    await here.close();
  });

  await check('nothing that is typed while a search begins is lost', async () => {
    const here = await open(context, sink.url);
    const box = here.getByRole('combobox', { name: 'Search messages' });
    // The next word is typed in the very moment when the search of the first begins.
    await box.evaluate((element) => {
      const push = history.pushState;
      history.pushState = (...args) => {
        history.pushState = push;
        push.apply(history, args);
        element.value += ' second';
        element.dispatchEvent(new InputEvent('input', { bubbles: true }));
        const look = () => (element.value === 'first second' ? requestAnimationFrame(look) : (element.dataset.lost = 'yes'));
        look();
      };
    });
    await box.fill('first');
    await until(() => here.evaluate(() => new URL(location.href).searchParams.get('q') === 'first second'), 'the search for both');
    same(await box.getAttribute('data-lost'), null, 'lost in between');
    await here.close();
  });

  await check('more than a hundred are not deleted without asking', async () => {
    const many = unique();
    for (let n = 0; n < 101; n++) await smtp.send({ data: plain(`Many ${many} ${n}`) });
    const all = await open(context, `${sink.url}/q?q=${many}`);
    await all.getByText('101 messages').waitFor();
    await all.locator('.list').focus();
    await all.keyboard.press('Control+a');
    await all.keyboard.press('#');
    await all.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await all.getByText('Nothing matches').waitFor();
    await all.close();
  });

  await check('? lists the keys, and single keys can be switched off', async () => {
    await press('?');
    const dialog = page.getByRole('dialog');
    await until(async () => (await dialog.locator('dt').count()) >= 35, 'the keys');
    await dialog.getByRole('checkbox').uncheck();
    await press('Escape');
    await list.focus();
    await press('x');
    same(await page.getByRole('toolbar').count(), 0, 'selected by a single key');
    await press('ArrowDown');
    await page.getByRole('button', { name: /Keyboard/ }).click();
    await dialog.getByRole('checkbox').check();
    await press('Escape');
  });

  await check('the active row can always be referred to', async () => {
    const far = await open(context, sink.url);
    await far.locator('.list').focus();
    await far.keyboard.press('j');
    await far.locator('.list').evaluate((element) => (element.scrollTop = 3000));
    await settled(far);
    want(await far.locator('.list').evaluate((element) => document.getElementById(element.getAttribute('aria-activedescendant'))), 'the active row is not in the document');
    await far.close();
  });

  await check('keys come back from the mail when the pointer leaves it', async () => {
    await list.focus();
    await press('Home', 'Enter');
    await until(async () => {
      await page.locator('.preview iframe.now').click({ timeout: 5000 });
      return page.evaluate(() => document.activeElement.tagName === 'IFRAME');
    }, 'the focus in the mail');
    await page.mouse.move(100, 700);
    await page.mouse.move(110, 700);
    await until(() => page.evaluate(() => document.activeElement.getAttribute('role') === 'listbox'), 'focus on the list');
  });
  await page.close();
}
