import { same, until, want } from './checks.mjs';
import { html, plain, unique } from './mails.mjs';
import { open, option } from './page.mjs';

/** Every key does what the table says, and nothing needs a mouse. */
export async function keys({ check, context, smtp, sink }) {
  const word = unique();
  for (let n = 0; n < 30; n++) await smtp.send({ data: html(`Table ${word} ${n}`, '<p>Hello <a href="https://shop.example/a">here</a> <img src="https://shop.example/x.png"></p>') });
  const page = await open(context, `${sink.url}/q?q=${word}`);
  await option(page, word).first().waitFor();
  const list = page.locator('.list');
  const press = async (text) => {
    for (const key of text.split(' ')) await page.keyboard.press(key === '␠' ? ' ' : key === '⇧␠' ? 'Shift+ ' : key);
  };
  const active = () => page.evaluate(() => document.getElementById(document.querySelector('.list')?.getAttribute('aria-activedescendant') ?? '')?.querySelector('.subject').textContent.split(' ').pop());
  const is = (n) => async () => (await active()) === String(n);
  const shows = (selector, options) => () => page.locator(selector, options).first().isVisible();
  const at = (part) => () => page.url().includes(part);
  const heading = (name) => () => page.getByRole('heading', { name, level: 1 }).isVisible();

  /** What is pressed, what then is so, and how to get back. */
  const TABLE = [
    ['Home j', is(28)],
    ['k', is(29)],
    ['ArrowDown ArrowUp', is(29)],
    ['End', is(0)],
    ['Home', is(29)],
    ['PageDown', async () => Number(await active()) < 25],
    ['PageUp', is(29)],
    ['g g', is(29)],
    ['o', shows('.msghead h2', { hasText: `${word} 29` })],
    ['[', shows('.msghead h2', { hasText: `${word} 28` })],
    [']', shows('.msghead h2', { hasText: `${word} 29` })],
    ['2', at('#text')],
    ['3', at('#source')],
    ['4', at('#headers')],
    ['5', at('#delivery')],
    ['6', at('#parts')],
    ['7', at('#checks')],
    ['1', shows('.preview iframe.now')],
    ['w', at('w=360')],
    ['d', at('dark')],
    ['d', at('forced')],
    ['c', shows('.toast', { hasText: '482913' })],
    ['y', shows('.toast', { hasText: 'link' })],
    ['v', shows('dialog[open] a[href="https://shop.example/a"]'), 'Escape'],
    ['e', shows('.msghead h2', { hasText: `${word} 28` })],
    ['⇧␠', shows('.msghead h2', { hasText: `${word} 28` })],
    ['␠ ␠ ␠ ␠ ␠ ␠ ␠ ␠', async () => !(await shows('.msghead h2', { hasText: `${word} 28` })())],
    ['=', heading('Compare'), 'Escape'],
    ['t', shows('dialog[open] input'), 'Escape'],
    ['n', shows('dialog[open]', { hasText: 'Write a message' }), 'Escape'],
    ['u', shows('.msg', { hasText: 'No message is open' })],
    ['Home x', shows('.picked', { hasText: '1 selected' })],
    ['Shift+J', shows('.picked', { hasText: '2 selected' })],
    ['Shift+ArrowDown', shows('.picked', { hasText: '3 selected' })],
    ['Shift+K', shows('.picked')],
    ['Control+a', shows('.picked', { hasText: '30 selected' })],
    ['Escape', async () => (await page.locator('.picked').count()) === 0],
    ['Home Shift+U', async () => (await page.locator('.row.active').textContent()).includes('Unread')],
    ['Shift+I', async () => !(await page.locator('.row.active').textContent()).includes('Unread')],
    ['s', async () => (await page.locator('.row.active').textContent()).includes('Pinned')],
    ['s', async () => !(await page.locator('.row.active').textContent()).includes('Pinned')],
    ['#', is(28)],
    ['z', is(29)],
    ['.', shows('.chip.paused')],
    ['.', shows('.chip.live')],
    ['f', shows('.btn[aria-pressed=true]', { hasText: 'Follow' }), 'f Escape'],
    ['/', () => page.evaluate(() => document.activeElement.id === 'search'), 'ArrowDown'],
    ['Control+k', shows('dialog.palette[open]'), 'Escape'],
    ['?', shows('dialog.keys[open]'), 'Escape'],
    ['m', shows('dialog[open]', { hasText: 'My addresses' }), 'Escape'],
    ['g m', shows('dialog[open]', { hasText: 'My addresses' }), 'Escape'],
    ['g r', heading('Rules')],
    ['g s', heading('Sessions')],
    ['g c', heading('Runs')],
    ['g t', heading('Statistics')],
    ['g ,', heading('Settings')],
    ['g u', at('is%3Aunread')],
    ['g i', async () => new URL(page.url()).search === ''],
  ];

  await check('every line of the key table does what it says', async () => {
    await page.evaluate(() => localStorage.removeItem('mailsink'));
    await list.focus();
    for (const [text, holds, then] of TABLE) {
      await press(text);
      await until(holds, `${text} does what it says at ${page.url()}, active ${await active()}`);
      if (then) await press(then);
      if (then === 'Escape' && text !== '=') await until(async () => (await page.locator('dialog[open]').count()) === 0, `the layer of ${text} is closed`);
      if (text === '=') await until(() => list.evaluate((element) => element === document.activeElement).catch(() => false), 'the focus on the list');
    }
  });

  await check('? lists exactly the table, and finds in it', async () => {
    await list.focus();
    await press('?');
    const sheet = page.getByRole('dialog');
    const lines = () => sheet.locator('dd').allTextContents();
    await until(async () => (await lines()).length >= 45, 'the table');
    const all = await lines();
    same(all.length, new Set(all).size, 'different lines');
    await page.keyboard.type('selection');
    await until(async () => (await lines()).length < 6, 'fewer lines');
    want((await lines()).every((text) => text.includes('selection')), String(await lines()));
    await sheet.getByRole('textbox', { name: 'Find a key' }).fill('Ctrl+K');
    same(await lines(), ['Do anything by its name'], 'what Ctrl+K does');
    await press('Escape');
    await press('Control+k');
    const palette = page.getByRole('combobox', { name: 'Do anything' });
    for (const [typed, kind] of [['>pause', 'command'], ['?rcpt', 'word of a search'], ['@anna', 'recipient']]) {
      await palette.fill(typed);
      await until(async () => (await page.locator('#pal [role=option]').first().textContent().catch(() => '')).includes(kind), `${typed} offers a ${kind}`);
    }
    await palette.fill('?subject');
    await page.locator('#pal [role=option]', { hasText: 'words in the subject' }).click();
    await until(() => page.evaluate(() => document.activeElement.id === 'search' && document.activeElement.value.endsWith('subject:')), 'the word in the search box');
    await page.getByRole('combobox', { name: 'Search messages' }).fill('');
  });

  await check('a search, a tab, a comparison, a deletion and its undoing need no mouse', async () => {
    await page.goto(sink.url);
    await option(page, word).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(`${word} 2`);
    await page.keyboard.press('Enter');
    await until(async () => at(`q=${word}+2`)() && (await option(page, word).count()) > 1, 'what matches');
    await press('j Enter 5');
    await until(at('#delivery'), 'the tab');
    const shown = page.locator('.msghead h2');
    const subject = await shown.textContent();
    await press('=');
    await until(heading('Compare'), 'the comparison');
    await press('Escape');
    await until(async () => (await shown.textContent().catch(() => '')) === subject, 'the message again');
    await press('#');
    await until(async () => (await shown.textContent()) !== subject, 'the next message');
    await press('z');
    await until(async () => (await shown.textContent()) === subject, 'the message that was deleted');
  });

  await check('keys are not taken from what is being written, with an input method too, nor with other modifiers', async () => {
    await page.goto(`${sink.url}/q?q=${word}`);
    await option(page, word).first().waitFor();
    await list.focus();
    await press('Alt+x Control+x');
    same(await page.locator('.picked').count(), 0, 'selected by another key');
    await list.evaluate((element) => {
      for (const key of ['x', '#', 'j']) element.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true }));
    });
    same(await page.locator('.picked').count(), 0, 'selected while composing');
    const box = page.getByRole('combobox', { name: 'Search messages' });
    await box.focus();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    want(await page.locator('.typing.plain').count(), 'what is composed is not shown');
    await box.evaluate((element) => element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
    same(await box.evaluate((element) => element === document.activeElement), true, 'focus');
    await cdp.send('Input.insertText', { text: '日本' });
    await until(async () => (await box.inputValue()).includes('日本') && (await page.locator('.typing.plain').count()) === 0, 'what was composed');
    await cdp.detach();
  });

  await check('more than a hundred are deleted by their query, asked once, and come back', async () => {
    const many = unique();
    for (let n = 0; n < 120; n++) await smtp.send({ data: plain(`Heap ${many} ${n}`) });
    await page.goto(`${sink.url}/q?q=${many}`);
    await page.getByText('120 messages', { exact: true }).waitFor();
    let asked;
    page.on('request', (request) => request.url().endsWith('/v1/actions') && (asked = request.postDataJSON()));
    await list.focus();
    await press('Control+a #');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nothing matches').waitFor();
    want(asked.q === many && !asked.ids, JSON.stringify(asked));
    await page.locator('body').press('z');
    await page.getByText('120 messages', { exact: true }).waitFor();
  });

  await check('on every screen the focus goes in order, is seen, and nothing lies over it', async () => {
    for (const path of [`/q?q=${word}`, '/sessions', '/runs', '/rules', '/stats', '/settings']) {
      await page.goto(sink.url + path);
      await page.locator('#main').waitFor();
      const seen = [];
      for (let n = 0; n < 20; n++) {
        await page.keyboard.press('Tab');
        const { fault, name } = await page.evaluate(focused);
        want(!fault, `${path}, after ${n + 1} times: ${fault}`);
        seen.push(name);
      }
      const first = seen.indexOf('Skip to the messages');
      want(first < 0 || seen[first + 2] === 'search', `${path}: ${seen}`);
    }
  });
  await page.close();
}

/** focused names the element that has the focus, and says what is wrong with it: it shows no sign of it, or something lies over it. */
function focused() {
  const one = document.activeElement;
  const name = one.id || one.textContent.slice(0, 20);
  if (one === document.body || one.tagName === 'IFRAME') return { name, fault: '' };
  const marked = [one, one.closest('.search'), one.closest('label')].some((element) => {
    const style = element && getComputedStyle(element);
    return style && ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none');
  });
  if (!marked) return { name, fault: `no sign of the focus on ${one.outerHTML.slice(0, 120)}` };
  const box = one.getBoundingClientRect();
  const [x, y] = [Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2), Math.min(Math.max(box.y + Math.min(box.height / 2, 20), 1), innerHeight - 2)];
  const over = document.elementFromPoint(x, y);
  const fine = over && (one.contains(over) || over.contains(one) || over.closest('label')?.contains(one) || one.closest('label')?.contains(over) || over.closest('.search')?.contains(one));
  return { name, fault: fine ? '' : `${over?.outerHTML.slice(0, 100)} lies over ${one.outerHTML.slice(0, 100)}` };
}
