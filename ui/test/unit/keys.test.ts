import { beforeEach, describe, expect, test, vi } from 'vitest';
import { en } from '../../src/i18n/en';
import { bindings, find, Keyboard, single, stroke } from '../../src/keys';
import { prefs } from '../../src/store/prefs';

beforeEach(() => {
  vi.stubGlobal('HTMLElement', class {});
});

/** press makes the event of a key. */
function press(key: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, isComposing: false, defaultPrevented: false, target: null, ...more } as KeyboardEvent;
}

/** spy watches the action of a stroke. */
function spy(name: string) {
  return vi.spyOn(find(name)!, 'run').mockImplementation(() => {});
}

describe('the key table', () => {
  test('has every stroke once', () => {
    const all = bindings.flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
  });

  test('has a text for every action', () => {
    for (const { text } of bindings) expect(en[text]).toBeTruthy();
  });
});

test.each([
  ['j', press('j'), 'j'],
  ['a capital letter', press('J', { shiftKey: true }), 'Shift+J'],
  ['a sign that needs Shift', press('#', { shiftKey: true }), '#'],
  ['an arrow with Shift', press('ArrowDown', { shiftKey: true }), 'Shift+ArrowDown'],
  ['Control', press('a', { ctrlKey: true }), 'Mod+a'],
  ['Command', press('a', { metaKey: true }), 'Mod+a'],
])('%s is named as in the table', (_, event, name) => {
  expect(stroke(event)).toBe(name);
});

test.each([['j', true], ['Shift+J', true], ['g i', true], ['#', true], ['Mod+a', false], ['Escape', false], ['ArrowDown', false]])('%s is a single key: %s', (name, want) => {
  expect(single(name)).toBe(want);
});

describe('Keyboard', () => {
  test('does what the table says', () => {
    const run = spy('x');
    expect(new Keyboard().press(press('x'))).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });

  test('knows two keys one after another', () => {
    const run = spy('g u');
    const keyboard = new Keyboard();
    keyboard.press(press('g'));
    keyboard.press(press('u'));
    expect(run).toHaveBeenCalledOnce();
  });

  test.each([
    ['while text is composed', press('x', { isComposing: true })],
    ['with Alt', press('x', { altKey: true })],
    ['that something else has taken', press('x', { defaultPrevented: true })],
    ['with Control that only act without', press('x', { ctrlKey: true })],
  ])('leaves alone keys %s', (_, event) => {
    const run = spy('x');
    expect(new Keyboard().press(event)).toBe(false);
    expect(run).not.toHaveBeenCalled();
  });

  test('leaves single keys alone when they are switched off', () => {
    prefs.value = { ...prefs.value, keys: false };
    expect(new Keyboard().press(press('x'))).toBe(false);
    const run = spy('Escape');
    expect(new Keyboard().press(press('Escape'))).toBe(true);
    expect(run).toHaveBeenCalledOnce();
    prefs.value = { ...prefs.value, keys: true };
  });
});
