import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { search } from '../actions';
import { t } from '../i18n/t';
import { Button } from '../parts/Button';
import { href } from '../route';
import { cut, inbox, info, layer, stage } from '../store/app';
import { prefer, prefs, type Theme } from '../store/prefs';
import { Search } from './Search';

export function TopBar() {
  const home = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    search('');
  };
  return (
    <header class="head">
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), stage.focus())}>{t('app.skip')}</a>
      <Strip />
      <div class="top">
        <Button label={t('nav.open')} icon="menu" bare kind="quiet" class="drawer" onClick={() => (layer.value = 'nav')} />
        <a class="brand" href={href({})} onClick={home}>mailsink</a>
        <Environment />
        <Search />
        <LiveChip />
        <ThemeButton />
        <Button label={t('act.keys')} icon="keys" bare kind="quiet" class="wide" keys="?" onClick={() => (layer.value = 'keys')} />
      </div>
    </header>
  );
}

function Environment() {
  const environment = info.value?.environment;
  return environment?.name ? <span class="environment">{environment.name}</span> : null;
}

/** Strip colours the top of the page, so that no environment is taken for another. */
function Strip() {
  const environment = info.value?.environment;
  return environment?.name ? <div class="strip" style={{ background: environment.color || undefined }} /> : null;
}

function LiveChip() {
  const waiting = inbox.waiting.value;
  if (cut.value) return <Lost />;
  if (inbox.missed.value) return <Chip kind="catching" text={t('live.catching', { n: inbox.missed.value })} />;
  if (inbox.paused.value) return <Chip kind="paused" text={waiting ? t('live.pausedN', { n: waiting }) : t('live.paused')} />;
  return <Chip kind="live" text={t('live.live')} />;
}

/** Lost says that the server cannot be reached, when it is tried again, and tries at once when pressed. */
function Lost() {
  const tick = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => tick.value++, 1000);
    return () => clearInterval(timer);
  }, []);
  tick.value;
  const left = Math.ceil((inbox.retry.value - performance.now()) / 1000);
  return (
    <span role="status">
      <button type="button" class="chip offline" title={t('live.tryNow')} onClick={() => inbox.hurry()}>
        <span class="mark" aria-hidden="true" />
        {t('live.offline')}
        {left > 0 && <span class="when" aria-hidden="true">{t('live.retryIn', { n: left })}</span>}
      </button>
    </span>
  );
}

function Chip({ kind, text }: { kind: string; text: string }) {
  return (
    <span class={`chip ${kind}`} role="status">
      <span class="mark" aria-hidden="true" />
      {text}
    </span>
  );
}

const NEXT: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };
const ICONS: Record<Theme, string> = { auto: 'auto', light: 'sun', dark: 'moon' };

function ThemeButton() {
  const { theme } = prefs.value;
  const label = `${t('theme.label')}: ${t(`theme.${theme}`)}`;
  return <Button label={label} icon={ICONS[theme]} bare kind="quiet" class="wide" onClick={() => prefer({ theme: NEXT[theme] })} />;
}
