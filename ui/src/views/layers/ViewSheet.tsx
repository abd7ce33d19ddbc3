import { useEffect, useRef, useState } from 'preact/hooks';
import { copy, failed, tell } from '../../actions';
import * as api from '../../api';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Dialog } from '../../parts/Dialog';
import { go, href, route } from '../../route';
import { named, saved, view } from '../../store/app';
import { prefer, prefs } from '../../store/prefs';
import { drafted, movedTo, placedIn, plain } from '../../store/views';
import type { SavedView } from '../../wire';
import { ViewForm } from './ViewForm';

/** put keeps a list of views for everyone who uses this sink. */
async function put(list: SavedView[]): Promise<boolean> {
  try {
    saved.value = await api.putViews(list.map(plain));
    return true;
  } catch (cause) {
    failed(cause);
    return false;
  }
}

/** renamed lets what this browser chose for a view go on under its new name. */
function renamed(before: string, name: string): void {
  const { home, notify } = prefs.value;
  const other = (one: string) => (one === before ? name : one === `-${before}` ? `-${name}` : one);
  prefer({ home: other(home), notify: notify.map(other) });
}

/** ViewSheet gives the view a name, and keeps the views in order. */
export function ViewSheet({ onClose }: { onClose: () => void }) {
  const { q, account, sort } = view.value;
  const here = named.value ?? (q || account || sort ? drafted(view.value, prefs.value.mine) : undefined);
  const [edited, setEdited] = useState<SavedView | undefined>(here && { ...here, sort: sort || here.sort });
  const save = async (next: SavedView, home: boolean) => {
    const before = edited!.name;
    if (!(await put(placedIn(saved.value, next, before)))) return;
    if (before) renamed(before, next.name);
    if (home !== (prefs.value.home === next.name)) prefer({ home: home ? next.name : '' });
    tell(t('view.saved', { name: next.name }));
    if (!before || before === route.value.saved) {
      onClose();
      go({ saved: next.name, q: '', account: '', mailbox: '', sort: '' });
    } else setEdited(undefined);
  };
  return (
    <Dialog title={t('view.save')} onClose={onClose}>
      <div class="stack">
        {edited && <ViewForm key={edited.name} of={edited} onSave={(next, home) => void save(next, home)} />}
        {saved.value.length > 0 && <Kept onEdit={setEdited} />}
        <p class="dim">{t('view.shared')} {saved.value.length > 1 && t('view.how')}</p>
      </div>
    </Dialog>
  );
}

/** Kept are the views in their order, to be moved with buttons or with Alt and the arrows. */
function Kept({ onEdit }: { onEdit: (one: SavedView) => void }) {
  const list = saved.value;
  const rows = useRef<HTMLUListElement>(null);
  const [moved, setMoved] = useState<{ name: string; by: number } | undefined>(undefined);
  const move = async (name: string, by: number) => {
    const next = movedTo(list, name, by);
    if (next === list || !(await put(next))) return;
    setMoved({ name, by });
  };
  // A row that moves loses the focus; it comes back to the button that can go on.
  useEffect(() => {
    const row = moved && rows.current?.children[list.findIndex(({ name }) => name === moved.name)];
    const [up, down] = row?.querySelectorAll<HTMLButtonElement>('.ends .move') ?? [];
    const [first, second] = moved && moved.by < 0 ? [up, down] : [down, up];
    (first?.disabled ? second : first)?.focus();
  }, [moved]);
  const press = (event: KeyboardEvent, name: string) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || !by) return;
    event.preventDefault();
    void move(name, by);
  };
  const drop = async (name: string) => {
    if ((await put(list.filter((one) => one.name !== name))) && prefs.value.home === name) prefer({ home: '' });
  };
  return (
    <>
      <ul class="lines-of" aria-label={t('nav.views')} ref={rows}>
        {list.map((one, at) => (
          <li key={one.name} onKeyDown={(event) => press(event, one.name)}>
            <span>
              <bdi>{one.name}</bdi> {at < 9 && <kbd>g {at + 1}</kbd>}
              <span class="dim"><code>{[one.account && `in:${one.account}`, one.q].filter(Boolean).join(' ')}</code>{one.sort && ` · ${t(`sort.${one.sort as 'oldest'}`)}`}</span>
            </span>
            <span class="ends">
              <Button remote label={t('view.up', { name: one.name })} icon="newer" bare kind="quiet" class="move" disabled={at === 0} onClick={() => void move(one.name, -1)} />
              <Button remote label={t('view.down', { name: one.name })} icon="older" bare kind="quiet" class="move" disabled={at === list.length - 1} onClick={() => void move(one.name, 1)} />
              <Button label={t('view.first', { name: one.name })} icon="check" bare kind="quiet" pressed={prefs.value.home === one.name} onClick={() => prefer({ home: prefs.value.home === one.name ? '' : one.name })} />
              <Button label={t('view.share', { name: one.name })} icon="link" bare kind="quiet" onClick={() => void copy(new URL(href({ saved: one.name }), location.href).href, t('what.view'))} />
              <Button label={t('view.change', { name: one.name })} icon="settings" bare kind="quiet" onClick={() => onEdit(one)} />
              <Button remote label={t('view.drop', { name: one.name })} icon="trash" bare kind="quiet" onClick={() => void drop(one.name)} />
            </span>
          </li>
        ))}
      </ul>
      <p class="sr" role="status">{moved && t('view.moved', { name: moved.name, n: list.findIndex(({ name }) => name === moved.name) + 1, of: list.length })}</p>
    </>
  );
}
