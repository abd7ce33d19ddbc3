import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { search } from '../actions';
import { t } from '../i18n/t';
import { Button } from '../parts/Button';
import { href } from '../route';
import { inbox, info, layer, stage } from '../store/app';
import { prefer, prefs, type Theme } from '../store/prefs';
import { Search } from './Search';

/** A connection may be lost for this long before the page speaks of it. */
const SILENT = 3000;

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
  const patient = useSignal(true);
  const link = inbox.link.value;
  useEffect(() => {
    patient.value = true;
    const timer = setTimeout(() => (patient.value = false), SILENT);
    return () => clearTimeout(timer);
  }, [link]);
  const waiting = inbox.waiting.value;
  if (inbox.paused.value) return <Chip kind="paused" text={waiting ? t('live.pausedN', { n: waiting }) : t('live.paused')} />;
  if (link === 'live' || patient.value) return <Chip kind="live" text={t('live.live')} />;
  return <Chip kind="offline" text={link === 'offline' ? t('live.offline') : t('live.connecting')} />;
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
