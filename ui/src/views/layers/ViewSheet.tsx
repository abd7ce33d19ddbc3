import { useState } from 'preact/hooks';
import { failed, tell } from '../../actions';
import * as api from '../../api';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Dialog } from '../../parts/Dialog';
import { go, route } from '../../route';
import { saved, view } from '../../store/app';
import type { SavedView } from '../../wire';

/** put keeps a list of views for everyone who uses this sink. */
async function put(list: SavedView[]): Promise<boolean> {
  try {
    saved.value = await api.putViews(list);
    return true;
  } catch (cause) {
    failed(cause);
    return false;
  }
}

/** ViewSheet gives the view a name, and keeps the views in order. */
export function ViewSheet({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState(route.value.saved);
  const save = async (event: Event) => {
    event.preventDefault();
    const { q, account, mailbox } = view.value;
    const rest = saved.value.filter((one) => one.name !== name.trim());
    if (!(await put([...rest, { name: name.trim(), q, account, mailbox }]))) return;
    tell(t('view.saved', { name: name.trim() }));
    onClose();
    go({ saved: name.trim(), q: '', account: '', mailbox: '' });
  };
  const { q, account } = view.value;
  return (
    <Dialog title={t('view.save')} onClose={onClose}>
      <div class="stack">
        {(q || account) && (
          <form onSubmit={(event) => void save(event)}>
            <label>
              {t('view.name')}
              <span class="one-line">
                <input class="inp" value={name} maxLength={100} autofocus autocomplete="off" onInput={(event) => setName(event.currentTarget.value)} />
                <Button remote label={t('view.keep')} kind="primary" submit disabled={!name.trim()} />
              </span>
            </label>
            <p class="dim"><code>{account && `in:${account} `}{q}</code></p>
          </form>
        )}
        {saved.value.length > 0 && <Kept />}
        <p class="dim">{t('view.shared')}</p>
      </div>
    </Dialog>
  );
}

function Kept() {
  const list = saved.value;
  const swap = (at: number, by: number) => {
    const next = [...list];
    [next[at], next[at + by]] = [next[at + by]!, next[at]!];
    void put(next);
  };
  return (
    <ul class="lines-of" aria-label={t('nav.views')}>
      {list.map((one, at) => (
        <li key={one.name}>
          <span>
            {one.name} {at < 9 && <kbd>g {at + 1}</kbd>}
            <span class="dim"><code>{one.account && `in:${one.account} `}{one.q}</code></span>
          </span>
          <span class="ends">
            <Button label={t('view.up', { name: one.name })} icon="newer" bare kind="quiet" disabled={at === 0} onClick={() => swap(at, -1)} />
            <Button label={t('view.down', { name: one.name })} icon="older" bare kind="quiet" disabled={at === list.length - 1} onClick={() => swap(at, 1)} />
            <Button label={t('view.drop', { name: one.name })} icon="trash" bare kind="quiet" onClick={() => void put(list.filter((other) => other !== one))} />
          </span>
        </li>
      ))}
    </ul>
  );
}
