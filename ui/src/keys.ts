import * as act from './actions';
import type { Key as Text } from './i18n/en';
import { route, visit } from './route';
import { active, inbox, layer, messages, stage } from './store/app';
import { prefs, remapped } from './store/prefs';

/** Binding is one line of the key table: it feeds the handler, the tooltips and the help. */
export interface Binding {
  /** Keys that do it, as KeyboardEvent.key with "Shift+" or "Mod+" before, or two keys one after another. */
  keys: string[];
  text: Text;
  run: (() => void) | (() => unknown);
  /** Acts only while the list, not a control, has the focus. */
  list?: boolean;
  /** Acts on every screen, not only on the mail. */
  anywhere?: boolean;
}

/** bindings is the whole key table, in the order of the help. */
export const bindings: Binding[] = [
  { keys: ['j', 'ArrowDown'], text: 'key.next', run: () => act.move(1), list: true },
  { keys: ['k', 'ArrowUp'], text: 'key.previous', run: () => act.move(-1), list: true },
  { keys: ['Home', 'g g'], text: 'key.home', run: () => (stage.home(), act.moveTo(0)), list: true },
  { keys: ['End'], text: 'key.end', run: () => act.moveTo(inbox.rows.total - 1), list: true },
  { keys: ['PageDown'], text: 'key.pageDown', run: () => act.move(stage.page()), list: true },
  { keys: ['PageUp'], text: 'key.pageUp', run: () => act.move(-stage.page()), list: true },
  { keys: ['Enter', 'o'], text: 'key.open', run: () => openActive(), list: true },
  { keys: ['Escape', 'u'], text: 'key.back', anywhere: true, run: act.back },
  { keys: [']'], text: 'key.newer', run: () => act.step(-1) },
  { keys: ['['], text: 'key.older', run: () => act.step(1) },
  { keys: ['x'], text: 'key.select', run: () => act.toggle() },
  { keys: ['Shift+J', 'Shift+ArrowDown'], text: 'key.extendDown', run: () => act.extend(1), list: true },
  { keys: ['Shift+K', 'Shift+ArrowUp'], text: 'key.extendUp', run: () => act.extend(-1), list: true },
  { keys: ['Mod+a'], text: 'key.all', run: act.pickAll, list: true },
  { keys: ['#', 'Delete'], text: 'key.delete', run: act.remove },
  { keys: ['z'], text: 'key.undo', anywhere: true, run: () => void act.takeBack() },
  { keys: ['Shift+I'], text: 'key.read', run: () => act.mark('read') },
  { keys: ['Shift+U'], text: 'key.unread', run: () => act.mark('unread') },
  { keys: ['e'], text: 'key.readOn', run: act.readOn },
  { keys: ['s'], text: 'key.pin', run: act.pin },
  { keys: ['1', '2', '3', '4', '5', '6', '7'], text: 'key.tab', run: () => {} },
  { keys: ['w'], text: 'key.width', run: act.nextWidth },
  { keys: ['d'], text: 'key.dark', run: act.darken },
  { keys: ['i'], text: 'key.remote', run: () => act.loadRemote() },
  { keys: ['c'], text: 'key.code', run: act.copyCode },
  { keys: ['y'], text: 'key.link', run: () => act.copyLink() },
  { keys: ['t'], text: 'key.tag', run: act.tagIt },
  { keys: ['v'], text: 'key.links', run: () => messages.shown.value.message && (layer.value = 'links') },
  { keys: ['='], text: 'key.compare', run: () => void act.compare() },
  { keys: [' '], text: 'key.page', run: () => act.page(1), list: true },
  { keys: ['Shift+ '], text: 'key.pageBack', run: () => act.page(-1), list: true },
  { keys: ['m'], text: 'key.mine', anywhere: true, run: act.onlyMine },
  { keys: ['n'], text: 'key.inject', anywhere: true, run: () => (layer.value = 'inject') },
  { keys: ['Mod+k'], text: 'key.palette', anywhere: true, run: () => (layer.value = 'palette') },
  { keys: ['f'], text: 'key.follow', run: act.toggleFollow },
  { keys: ['.'], text: 'key.pause', anywhere: true, run: act.pause },
  { keys: ['/'], text: 'key.search', anywhere: true, run: act.focusSearch },
  { keys: ['g i'], text: 'key.goAll', anywhere: true, run: () => act.search('') },
  { keys: ['g u'], text: 'key.goUnread', anywhere: true, run: () => act.search('is:unread') },
  { keys: ['g m'], text: 'view.mine', anywhere: true, run: act.showMine },
  { keys: ['g 1', 'g 2', 'g 3', 'g 4', 'g 5', 'g 6', 'g 7', 'g 8', 'g 9'], text: 'key.saved', anywhere: true, run: () => {} },
  { keys: ['g r'], text: 'key.goRules', anywhere: true, run: () => visit({ screen: 'rules' }) },
  { keys: ['g s'], text: 'key.goSessions', anywhere: true, run: () => visit({ screen: 'sessions' }) },
  { keys: ['g c'], text: 'key.goRuns', anywhere: true, run: () => visit({ screen: 'run' }) },
  { keys: ['g t'], text: 'key.goStats', anywhere: true, run: () => visit({ screen: 'stats' }) },
  { keys: ['g ,'], text: 'key.goSettings', anywhere: true, run: () => visit({ screen: 'settings' }) },
  { keys: ['?'], text: 'key.help', anywhere: true, run: () => (layer.value = 'keys') },
];

function openActive(): void {
  act.open(active.value || inbox.rows.at(0)?.id || '');
}

/** stroke names the key of an event the way bindings do. */
export function stroke(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  const shift = event.shiftKey && /^([A-Z ]|Arrow\w+)$/.test(event.key) ? 'Shift+' : '';
  return mod + shift + event.key;
}

/** written names a key as a person would: Ctrl+K, Shift+J, g i. */
export function written(name: string): string {
  return name.replace('Mod+', 'Ctrl+').replace('Escape', 'Esc').replace('Arrow', '').replace(/^ $|(?<=\+) $/, 'Space');
}

/** single tells whether a stroke is a character typed without a modifier, which may be switched off. */
export function single(name: string): boolean {
  return !name.startsWith('Mod+') && name.replace('Shift+', '').split(' ')[0]!.length === 1;
}

/** FIXED are the bindings whose keys are what they say: places in a row. */
export const FIXED: Text[] = ['key.tab', 'key.saved', 'key.back', 'key.palette'];

/** keysOf returns the keys of a binding as they are now: the first may be another than its own. */
export function keysOf(binding: Binding): string[] {
  if (FIXED.includes(binding.text)) return binding.keys;
  return [remapped(binding.keys[0]!), ...binding.keys.slice(1)].filter(Boolean);
}

/** find returns the binding of a stroke. */
export function find(name: string): Binding | undefined {
  return bindings.find((binding) => keysOf(binding).includes(name));
}

/** taken returns the binding that a key would be taken from: one that has it, or begins with it. */
export function taken(name: string, by: Binding): Binding | undefined {
  return bindings.find((binding) => binding !== by && keysOf(binding).some((key) => key === name || name.startsWith(key + ' ')));
}

/** writing tells whether keys are text to the element that has the focus. */
function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]');
}

/** busy tells whether the element that has the focus uses arrows and Enter itself. */
function busy(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, input, [role=tab], [role=separator], [role=document], [role=tree]') !== null;
}

/** Keyboard turns keys into actions. */
export class Keyboard {
  private prefix = '';

  /** press takes a key and tells whether it meant something. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing || event.altKey) return false;
    if (layer.value || (writing(event.target) && stroke(event) !== 'Mod+k')) return false;
    const name = (this.prefix && this.prefix + ' ') + stroke(event);
    this.prefix = '';
    if (single(name) && !prefs.value.keys) return false;
    if (name === 'g') return this.wait();
    const binding = find(name);
    if (!binding || (!binding.anywhere && route.value.screen !== 'mail') || (binding.list && !single(name) && busy(event.target))) return false;
    if (binding.text === 'key.tab') act.nthTab(Number(event.key));
    else if (binding.text === 'key.saved') act.nthView(Number(event.key));
    else binding.run();
    return true;
  }

  private wait(): boolean {
    this.prefix = 'g';
    setTimeout(() => (this.prefix = ''), 1000);
    return true;
  }
}
