import { useEffect, useRef, useState } from 'preact/hooks';
import { search } from '../actions';
import { t } from '../i18n/t';
import { Icon } from '../parts/Icon';
import { stage, view } from '../store/app';

/** Typing has to rest this long before it is searched for. */
const REST = 80;

/** Search is the box that lists what a query finds while it is typed. */
export function Search() {
  const [text, setText] = useState(view.value.q);
  const timer = useRef(0);
  const typed = useRef(false);
  const { q } = view.value;
  useEffect(() => setText(q), [q]);

  const look = (value: string) => {
    clearTimeout(timer.current);
    search(value.trim(), typed.current);
    typed.current = true;
  };
  const input = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    if (value.trim().length !== 1) timer.current = window.setTimeout(() => look(value), REST);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return void (text ? (setText(''), look('')) : stage.focus());
    if (event.key === 'ArrowDown') stage.focus();
    else return;
    event.preventDefault();
  };
  return (
    <form class="search" role="search" onSubmit={(event) => (event.preventDefault(), look(text), stage.focus())}>
      <Icon name="search" />
      <input
        id="search"
        type="search"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-label={t('search.label')}
        placeholder={t('search.hint')}
        value={text}
        onFocus={() => (typed.current = false)}
        onInput={(event) => input(event.currentTarget.value)}
        onKeyDown={press}
      />
      {text ? (
        <button type="button" class="btn quiet bare" title={t('search.clear')} onClick={() => (setText(''), look(''))}>
          <Icon name="close" />
          <span class="sr">{t('search.clear')}</span>
        </button>
      ) : (
        <kbd aria-hidden="true">/</kbd>
      )}
    </form>
  );
}
