import { copy } from '../../actions';
import { t } from '../../i18n/t';
import { Button, LinkButton } from '../../parts/Button';
import { Dialog } from '../../parts/Dialog';
import { messages } from '../../store/app';

/** LinkSheet lists the links of the open message. */
export function LinkSheet({ onClose }: { onClose: () => void }) {
  const links = messages.shown.value.message?.links ?? [];
  return (
    <Dialog title={t('links.title')} onClose={onClose}>
      <div class="stack">
        {links.length === 0 && <p class="dim">{t('links.none')}</p>}
        <ul class="lines-of">
          {links.map(({ url, text }, at) => (
            <li key={at}>
              <span>
                {/^https?:/.test(url) ? <a href={url} target="_blank" rel="noopener noreferrer nofollow">{url}</a> : <code>{url}</code>}
                {text && text !== url && <span class="dim" dir="auto">{text}</span>}
              </span>
              <span class="ends">
                <Button label={t('links.copy')} icon="copy" bare kind="quiet" onClick={() => void copy(url, t('what.link'))} />
                {/^https?:/.test(url) && <LinkButton label={t('act.openLink')} icon="out" href={url} bare />}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
