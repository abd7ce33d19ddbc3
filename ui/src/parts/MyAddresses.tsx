import { useState } from 'preact/hooks';
import { t } from '../i18n/t';
import { prefer, prefs } from '../store/prefs';
import { Button } from './Button';

/** MyAddresses keeps the patterns of the addresses that are one's own, in this browser. */
export function MyAddresses() {
  const [text, setText] = useState('');
  const { mine } = prefs.value;
  const add = (event: Event) => {
    event.preventDefault();
    if (text && !mine.includes(text)) prefer({ mine: [...mine, text] });
    setText('');
  };
  return (
    <>
      <form onSubmit={add}>
        <label>
          {t('mine.add')}
          <span class="one-line">
            <input class="inp" value={text} placeholder="anna*@customers.example" autocomplete="off" spellcheck={false} onInput={(event) => setText(event.currentTarget.value.trim())} />
            <Button label={t('tags.add')} submit disabled={!text} />
          </span>
        </label>
      </form>
      {mine.length > 0 && (
        <ul class="lines-of" aria-label={t('mine.title')}>
          {mine.map((pattern) => (
            <li key={pattern}>
              <code>{pattern}</code>
              <Button label={t('mine.drop', { pattern })} icon="trash" bare kind="quiet" onClick={() => prefer({ mine: mine.filter((one) => one !== pattern) })} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
