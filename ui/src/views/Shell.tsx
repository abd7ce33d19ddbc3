import { t } from '../i18n/t';
import { route } from '../route';
import { filtered, inbox, view } from '../store/app';
import { prefs } from '../store/prefs';
import { Empty } from './Empty';
import { Layers } from './Layers';
import { ListPane } from './ListPane';
import { MessagePane } from './message/MessagePane';
import { Nav, useFacets } from './Nav';
import { Notice } from './Notice';
import { Splitter } from './Splitter';
import { BottomBar, StatusBar } from './StatusBar';
import { Strip, TopBar } from './TopBar';

/** title names what the list shows. */
export function title(): string {
  const { q, account, mailbox } = view.value;
  if (q === 'is:unread') return t('view.unread');
  return q ? t('view.search', { q }) : [account, mailbox].filter(Boolean).join(' / ') || t('view.all');
}

/** Shell is the whole page. */
export function Shell() {
  useFacets();
  const blank = inbox.status.value === 'ready' && inbox.rows.total === 0 && !filtered.value && !inbox.waiting.value;
  return (
    <div class="app" data-pane={route.value.id ? 'msg' : 'list'}>
      <a class="skip" href="#list" onClick={skip}>{t('app.skip')}</a>
      <div class="head">
        <Strip />
        <TopBar />
      </div>
      <div class="cols" style={{ '--list': `${prefs.value.list}px` }}>
        <nav class="nav side" aria-label={t('nav.label')}>
          <Nav />
        </nav>
        <main class={blank && !route.value.id ? 'main blank' : 'main'} id="main" tabIndex={-1}>
          <h1 class="sr">{title()}</h1>
          <ListPane />
          <Splitter />
          {blank && !route.value.id ? <Empty /> : <MessagePane />}
        </main>
      </div>
      <StatusBar />
      <BottomBar />
      <Notice />
      <Layers />
    </div>
  );
}

function skip(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('[role=listbox]')?.focus();
}
