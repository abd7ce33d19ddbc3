import { useState } from 'preact/hooks';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { SORTS } from '../../route';
import { saved } from '../../store/app';
import { DENSITIES, prefs } from '../../store/prefs';
import type { SavedView } from '../../wire';

/** ViewForm changes one view; without a name yet, it is new. */
export function ViewForm({ of, onSave }: { of: SavedView; onSave: (next: SavedView, home: boolean) => void }) {
  const [next, setNext] = useState(of);
  const [home, setHome] = useState(Boolean(of.name) && prefs.value.home === of.name);
  const change = (part: Partial<SavedView>) => setNext({ ...next, ...part });
  const name = next.name.trim();
  const taken = name !== of.name && saved.value.some((one) => one.name === name);
  const submit = (event: Event) => {
    event.preventDefault();
    if (name && !taken) onSave({ ...next, name, q: next.q.trim() }, home);
  };
  return (
    <form class="viewform" onSubmit={submit}>
      <label>
        {t('view.name')}
        <span class="one-line">
          <input class="inp" value={next.name} maxLength={100} autofocus autocomplete="off" aria-invalid={taken || undefined} aria-describedby="view-taken" onInput={(event) => change({ name: event.currentTarget.value })} />
          <Button remote label={t('view.keep')} kind="primary" submit disabled={!name || taken} />
        </span>
      </label>
      <p class="dim" id="view-taken">{taken && t('view.taken')}</p>
      <label>
        {t('view.query')} {next.account && <code>in:{next.account}{next.mailbox && `/${next.mailbox}`}</code>}
        <input class="inp mono" value={next.q} maxLength={1024} autocomplete="off" spellcheck={false} onInput={(event) => change({ q: event.currentTarget.value })} />
      </label>
      <div class="one-line">
        <label>
          {t('view.order')}
          <select class="inp" value={next.sort || 'newest'} onChange={(event) => change({ sort: event.currentTarget.value })}>
            {SORTS.map((one) => (
              <option key={one} value={one}>{t(`sort.${one}`)}</option>
            ))}
          </select>
        </label>
        <label>
          {t('view.lines')}
          <select class="inp" value={next.density ?? 0} onChange={(event) => change({ density: Number(event.currentTarget.value) })}>
            <option value={0}>{t('view.own')}</option>
            {DENSITIES.map((one) => (
              <option key={one} value={one}>{t('settings.lines', { n: one })}</option>
            ))}
          </select>
        </label>
      </div>
      <label class="tick">
        <input type="checkbox" class="check" checked={next.notify ?? false} onChange={(event) => change({ notify: event.currentTarget.checked })} />
        {t('view.tell')}
      </label>
      <label class="tick">
        <input type="checkbox" class="check" checked={home} onChange={(event) => setHome(event.currentTarget.checked)} />
        {t('view.home')}
      </label>
    </form>
  );
}
