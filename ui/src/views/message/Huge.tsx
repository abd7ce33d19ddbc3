import { signal } from '@preact/signals';
import { size } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import type { Message } from '../../wire';
import { flat } from './PartsTab';

/** The message of which all is shown, however long it is. */
const whole = signal('');

/** huge tells whether a body is so long that it is not shown before it is asked for. */
export function huge(message: Message, form: 'html' | 'text'): boolean {
  return !message[form] && Boolean(message[`${form}Size`]) && whole.value !== message.id;
}

/** Parts of the outline that are shown; the tab of the parts has all. */
const MOST = 100;

/** Huge stands for a body that is very long: how long it is, and what the message is made of. */
export function Huge({ message, form }: { message: Message; form: 'html' | 'text' }) {
  const parts = flat(message.parts ?? []);
  return (
    <div class="huge">
      <p class="notebar">{t(`huge.${form}`, { size: size(message[`${form}Size`] ?? 0) })} {t('huge.hint')}</p>
      <Button remote label={t('huge.all')} kind="primary" onClick={() => (whole.value = message.id)} />
      <ul aria-label={t('huge.outline')}>
        {parts.slice(0, MOST).map(({ part, depth }) => (
          <li key={part.id} style={{ '--depth': depth }}>
            <code>{part.type}</code> {part.filename && <bdi>{part.filename}</bdi>} <span class="n">{part.children?.length ? '' : size(part.size)}</span>
          </li>
        ))}
        {parts.length > MOST && <li class="dim">{t('checks.more', { n: parts.length - MOST })}</li>}
      </ul>
    </div>
  );
}
