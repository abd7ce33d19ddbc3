import { useEffect } from 'preact/hooks';
import { pause, search, focusSearch } from '../actions';
import { t } from '../i18n/t';
import { Icon } from '../parts/Icon';
import { route } from '../route';
import { remapped } from '../store/prefs';
import { filtered, inbox, info, layer, selection } from '../store/app';

/** StatusBar is the foot of the page: where mail comes in, and how much of it does. */
export function StatusBar() {
  const rate = inbox.rate.value;
  useEffect(() => {
    if (!rate) return;
    const timer = setInterval(() => inbox.tally(), 1000);
    return () => clearInterval(timer);
  }, [rate > 0]);
  return (
    <footer class="statusbar" aria-label={t('status.label')}>
      {info.value?.smtp && <span>{t('status.smtp', { address: info.value.smtp })}</span>}
      {info.value?.imap && <span>{t('status.imap', { address: info.value.imap })}</span>}
      {rate > 0 && <span class="rate">{t('status.rate', { n: rate })}</span>}
      {selection.size.value > 0 && <span>{t('status.selected', { n: selection.size.value })}</span>}
      <span class="gap" />
      <span>{t('status.keys', { next: remapped('j'), previous: remapped('k'), search: remapped('/'), help: remapped('?') })}</span>
      {info.value?.version && <span>{info.value.version}</span>}
    </footer>
  );
}

interface Item {
  icon: string;
  text: string;
  run: () => void;
  here?: boolean;
}

/** BottomBar is how a phone gets about. */
export function BottomBar() {
  const items: Item[] = [
    { icon: 'mail', text: t('nav.mail'), run: () => search(''), here: route.value.screen === 'mail' && !filtered.value },
    { icon: 'menu', text: t('nav.open'), run: () => (layer.value = 'nav') },
    { icon: 'search', text: t('nav.search'), run: () => focusSearch() },
    { icon: inbox.paused.value ? 'play' : 'pause', text: inbox.paused.value ? t('live.resume') : t('live.pause'), run: pause },
    { icon: 'dots', text: t('nav.moreMenu'), run: () => (layer.value = 'more') },
  ];
  return (
    <nav class="bottombar" aria-label={t('nav.main')}>
      {items.map(({ icon, text, run, here }) => (
        <button type="button" key={icon} aria-current={here ? 'page' : undefined} onClick={run}>
          <Icon name={icon} />
          {text}
        </button>
      ))}
    </nav>
  );
}
