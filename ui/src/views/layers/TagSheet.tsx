import { useState } from 'preact/hooks';
import { tagged } from '../../actions';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Dialog } from '../../parts/Dialog';
import { hue } from '../../parts/Tag';
import { route } from '../../route';
import { active, inbox, selection } from '../../store/app';

/** Tags that are IMAP keywords: what an atom may hold (RFC 9051, section 9). */
const LEGAL = /^[^\s\x00-\x1f\x7f-\uffff(){%*"\\\]]{1,100}$/;

/** on returns the tags of what will be tagged, and all tags in sight. */
function known(): { on: Set<string>; all: string[] } {
  const picked = selection.ids.value.size ? [...selection.ids.value] : [route.value.id || active.value];
  const on = new Set(picked.flatMap((id) => inbox.rows.find(id)?.tags ?? []));
  const all = new Set(on);
  for (let index = 0; index < Math.min(1000, inbox.rows.total); index++) inbox.rows.at(index)?.tags?.forEach((tag) => all.add(tag));
  return { on, all: [...all].sort() };
}

/** TagSheet puts tags on messages and takes them off. */
export function TagSheet({ onClose }: { onClose: () => void }) {
  inbox.version.value;
  const [text, setText] = useState('');
  const { on, all } = known();
  const wrong = text !== '' && !LEGAL.test(text);
  const add = (event: Event) => {
    event.preventDefault();
    if (!text || wrong) return;
    tagged(text, true);
    onClose();
  };
  return (
    <Dialog title={selection.size.value > 1 ? t('tags.titleN', { n: selection.size.value }) : t('tags.title')} onClose={onClose}>
      <form class="stack" onSubmit={add}>
        <label>
          {t('tags.new')}
          <span class="one-line">
            <input class="inp" value={text} autofocus autocomplete="off" spellcheck={false} aria-invalid={wrong || undefined} aria-describedby="tag-wrong" onInput={(event) => setText(event.currentTarget.value.trim())} />
            <Button label={t('tags.add')} kind="primary" submit disabled={!text || wrong} />
          </span>
        </label>
        <p id="tag-wrong" class="dim">{wrong ? t('tags.wrong') : ''}</p>
        {all.length > 0 && (
          <div class="choices" role="group" aria-label={t('tags.known')}>
            {all.map((tag) => (
              <button type="button" key={tag} class="tag" style={{ '--h': hue(tag) }} aria-pressed={on.has(tag)} onClick={() => tagged(tag, !on.has(tag))}>
                {tag}
              </button>
            ))}
          </div>
        )}
      </form>
    </Dialog>
  );
}
