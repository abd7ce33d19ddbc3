import { t } from '../i18n/t';
import { route } from '../route';
import { blank, view } from '../store/app';
import { prefs } from '../store/prefs';
import { Empty } from './Empty';
import { Layers } from './Layers';
import { ListPane } from './ListPane';
import { MessagePane } from './message/MessagePane';
import { Nav } from './Nav';
import { Notice } from './Notice';
import { Splitter } from './Splitter';
import { BottomBar, StatusBar } from './StatusBar';
import { TopBar } from './TopBar';

/** title names what the list shows. */
export function title(): string {
  const { q, account, mailbox } = view.value;
  if (q === 'is:unread') return t('view.unread');
  return q ? t('view.search', { q }) : [account, mailbox].filter(Boolean).join(' / ') || t('view.all');
}

/** Shell is the whole page. */
export function Shell() {
  const bare = blank.value && !route.value.id;
  return (
    <div class="app" data-pane={route.value.id ? 'msg' : 'list'}>
      <TopBar />
      <div class="cols" style={{ '--list': `${prefs.value.list}px` }}>
        <nav class="nav side" aria-label={t('nav.label')}>
          <Nav />
        </nav>
        <main class={bare ? 'main blank' : 'main'} id="main" tabIndex={-1}>
          <h1 class="sr">{title()}</h1>
          <ListPane />
          <Splitter />
          {bare ? <Empty /> : <MessagePane />}
        </main>
      </div>
      <StatusBar />
      <BottomBar />
      <Notice />
      <Layers />
    </div>
  );
}
