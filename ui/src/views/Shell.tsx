import { t } from '../i18n/t';
import { route } from '../route';
import { blank } from '../store/app';
import { prefs } from '../store/prefs';
import { title } from '../title';
import { Empty } from './Empty';
import { Layers } from './Layers';
import { ListPane } from './ListPane';
import { MessagePane } from './message/MessagePane';
import { Nav } from './Nav';
import { Notice } from './Notice';
import { Splitter } from './Splitter';
import { Beside } from './Beside';
import { BottomBar, StatusBar } from './StatusBar';
import { TopBar } from './TopBar';

/** Shell is the whole page. */
export function Shell() {
  const { screen, id, name } = route.value;
  return (
    <div class="app" data-screen={screen} data-pane={id || (screen === 'sessions' && name) ? 'msg' : 'list'}>
      <TopBar />
      <div class="cols" style={{ '--list': `${prefs.value.list}px` }}>
        <nav class="nav side" aria-label={t('nav.label')}>
          <Nav />
        </nav>
        {screen === 'mail' ? <Mail /> : <Beside screen={screen} />}
      </div>
      <StatusBar />
      <BottomBar />
      <Notice />
      <Layers />
    </div>
  );
}

/** Mail is the list beside the open message, or the way to a first message. */
function Mail() {
  const bare = blank.value && !route.value.id;
  return (
    <main class={bare ? 'main blank' : 'main'} id="main" tabIndex={-1}>
      <h1 class="sr">{title()}</h1>
      <ListPane />
      <Splitter />
      {bare ? <Empty /> : <MessagePane />}
    </main>
  );
}
