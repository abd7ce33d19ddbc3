import { useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/t';
import { bindings, FIXED, keysOf, stroke, taken, type Binding } from '../../keys';
import { Button } from '../../parts/Button';
import { Stroke } from '../../parts/Stroke';
import { prefer, prefs } from '../../store/prefs';

/** put gives a binding another first key; with taking, whoever has the key loses it. */
function put(binding: Binding, key: string, from?: Binding): void {
  const remap = { ...prefs.value.remap };
  if (from) remap[from.keys[0]!] = '';
  if (key === binding.keys[0]) delete remap[key];
  else remap[binding.keys[0]!] = key;
  prefer({ remap });
}

/** unput gives a binding its own key back, unless another has it by now. */
function unput(binding: Binding): void {
  const remap = { ...prefs.value.remap };
  delete remap[binding.keys[0]!];
  for (const [own, key] of Object.entries(remap)) if (key === binding.keys[0]) delete remap[own];
  prefer({ remap });
}

/** KeyTable changes the keys of the page, tells of keys that are taken, and gives them back. */
export function KeyTable() {
  const [editing, setEditing] = useState('');
  const changed = Object.keys(prefs.value.remap).length;
  return (
    <details class="keytable">
      <summary>{t('keys.change')}{changed > 0 && <span class="n">{t('keys.changed', { n: changed })}</span>}</summary>
      <p class="dim">{t('keys.how')}</p>
      <ul>
        {bindings.filter((binding) => !FIXED.includes(binding.text)).map((binding) => (
          <Line key={binding.text} binding={binding} editing={editing === binding.text} edit={(on) => setEditing(on ? binding.text : '')} />
        ))}
      </ul>
      <Button label={t('keys.resetAll')} disabled={changed === 0} onClick={() => (setEditing(''), prefer({ remap: {} }))} />
    </details>
  );
}

function Line({ binding, editing, edit }: { binding: Binding; editing: boolean; edit: (on: boolean) => void }) {
  const own = binding.keys[0]!;
  const [key = ''] = keysOf(binding);
  const name = t(binding.text);
  return (
    <li>
      <span class="name">{name}</span>
      {editing ? <Capture binding={binding} done={() => edit(false)} /> : key ? <Stroke name={key} /> : <span class="dim">{t('keys.none')}</span>}
      <span class="ends">
        {!editing && <Button label={t('keys.changeOne', { name })} icon="keys" bare kind="quiet" onClick={() => edit(true)} />}
        {own in prefs.value.remap && !editing && <Button label={t('keys.resetOne', { name })} icon="undo" bare kind="quiet" onClick={() => unput(binding)} />}
      </span>
    </li>
  );
}

/** Keys that always mean the same, to move the focus and to leave. */
const OWN = ['Tab', 'Shift+Tab', 'Shift', 'Control', 'Alt', 'Meta', 'Enter', 'CapsLock'];

/** Capture waits for a key, and asks before it takes one from another action. */
function Capture({ binding, done }: { binding: Binding; done: () => void }) {
  const [prefix, setPrefix] = useState('');
  const [clash, setClash] = useState<{ key: string; by: Binding }>();
  // A field that is taken away loses the focus, too.
  const asking = useRef(false);
  const press = (event: KeyboardEvent) => {
    const pressed = stroke(event);
    if (event.key === 'Tab' || OWN.includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return done();
    if (pressed === 'g' && !prefix) return setPrefix('g ');
    const key = prefix + pressed;
    setPrefix('');
    const by = taken(key, binding);
    if (by) {
      asking.current = true;
      return setClash({ key, by });
    }
    put(binding, key);
    done();
  };
  if (clash) {
    const fixed = FIXED.includes(clash.by.text) || clash.by.keys[0] !== clash.key && !(clash.by.keys[0]! in prefs.value.remap);
    return (
      <span class="clash" role="alert">
        <Stroke name={clash.key} /> {t(fixed ? 'keys.fixed' : 'keys.taken', { by: t(clash.by.text) })}
        {!fixed && <Button label={t('keys.take')} onClick={() => (put(binding, clash.key, clash.by), done())} />}
        <Button label={t('act.cancel')} kind="quiet" onClick={done} />
      </span>
    );
  }
  return <input class="inp capture" readOnly autofocus aria-label={t('keys.press')} placeholder={prefix ? t('keys.second') : t('keys.press')} ref={(element) => element?.focus()} onKeyDown={press} onBlur={() => asking.current || done()} />;
}
