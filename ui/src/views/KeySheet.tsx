import { useState } from 'preact/hooks';
import { t } from '../i18n/t';
import { bindings, keysOf, written } from '../keys';
import { Dialog } from '../parts/Dialog';
import { Stroke } from '../parts/Stroke';
import { prefer, prefs } from '../store/prefs';

/** KeySheet lists the key table, or what of it fits a word. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const [word, setWord] = useState('');
  const found = bindings.filter((binding) => fits(word, t(binding.text), keysOf(binding)));
  return (
    <Dialog title={t('keys.title')} class="keys" onClose={onClose}>
      <div class="keyhead">
        <input class="inp" type="text" autofocus aria-label={t('keys.find')} placeholder={t('keys.find')} autocomplete="off" spellcheck={false} value={word} onInput={(event) => setWord(event.currentTarget.value)} />
        <label class="switch">
          <input type="checkbox" checked={prefs.value.keys} onChange={(event) => prefer({ keys: event.currentTarget.checked })} />
          {t('keys.single')}
        </label>
      </div>
      <dl class="keylist">
        {found.map((binding) => (
          <div key={binding.text}>
            <dt>
              {compact(keysOf(binding)).map((name) => (
                <Stroke key={name} name={name} />
              ))}
            </dt>
            <dd>{t(binding.text)}</dd>
          </div>
        ))}
      </dl>
      <div role="status">{found.length === 0 && <p class="state">{t('keys.nothing')}</p>}</div>
    </Dialog>
  );
}

/** fits tells whether a key is what was typed, or what it does has the words in it. */
function fits(typed: string, text: string, keys: string[]): boolean {
  const want = typed.trim().toLowerCase();
  if (keys.some((key) => key === typed.trim() || written(key).toLowerCase() === want)) return true;
  return want.split(/\s+/).every((word) => text.toLowerCase().includes(word));
}

/** compact writes a run of digits as its first and last. */
function compact(keys: string[]): string[] {
  return keys.length > 2 ? [`${keys[0]}…${keys[keys.length - 1]!.split(' ').pop()}`] : keys;
}
