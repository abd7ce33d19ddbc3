import { count } from '../format';
import { t } from '../i18n/t';
import { Button } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { href, route, visit, type Route } from '../route';
import { mineQuery } from '../query';
import { facets, layer, saved, view } from '../store/app';
import { prefs } from '../store/prefs';

/** Nav lists the views: all mail, the recipients as they were written to, and the accounts that keep the mail. */
export function Nav() {
  const accounts = facets.accounts.value;
  const total = accounts.reduce((sum, account) => sum + account.total, 0);
  const unread = accounts.reduce((sum, account) => sum + account.unread, 0);
  return (
    <>
      <div class="places">
      <ul>
        <Entry to={{}} text={t('view.all')} n={total} />
        <Entry to={{ q: 'is:unread' }} text={t('view.unread')} n={unread} />
        <Mine />
        <li>
          <Link to={{ screen: 'sessions', q: 'is:refused' }} current={route.value.screen === 'sessions' && route.value.q === 'is:refused'}>
            <span class="name">{t('view.rejected')}</span>
          </Link>
        </li>
      </ul>
      <Views />
      <Recipients />
      <h2>{t('nav.accounts')}</h2>
      <ul>
        {accounts.map((account) => (
          <Entry key={account.name} to={{ account: account.name }} text={account.name} n={account.total} address />
        ))}
      </ul>
      </div>
      <Tools />
    </>
  );
}

/** Mine is the mail to one's own addresses, or the way to name them. */
function Mine() {
  const { mine } = prefs.value;
  if (mine.length) return <Entry to={{ q: mineQuery(mine) }} text={t('view.mine')} n={facets.mine.value?.unread} of={facets.mine.value?.total} />;
  return (
    <li>
      <button type="button" class="entry" onClick={() => (layer.value = 'mine')}>
        <span class="name">{t('view.mine')}</span>
        <span class="n">{t('mine.set')}</span>
      </button>
    </li>
  );
}

/** Unread is how many messages of a view nobody has read. */
function Unread({ of }: { of?: { unread?: number; total?: number } }) {
  if (!of?.unread) return null;
  return (
    <span class="n unread" title={t('nav.unreadOf', { n: of.unread, of: count(of.total ?? 0) })}>
      {count(of.unread)}
      <span class="sr"> {t('nav.unread')}</span>
    </span>
  );
}

function Views() {
  const list = saved.value;
  if (list.length === 0) return null;
  return (
    <>
      <h2 class="with">
        {t('nav.views')}
        <Button label={t('view.edit')} icon="settings" bare kind="quiet" onClick={() => (layer.value = 'save')} />
      </h2>
      <ul>
        {list.map((one) => (
          <li key={one.name}>
            <Link to={{ saved: one.name }} current={route.value.screen === 'mail' && route.value.saved === one.name} title={one.q}>
              <span class="name">{one.name}</span>
              <Unread of={facets.views.value.find(({ name }) => name === one.name)} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** TOOLS are the screens beside the mail, with their pictures. */
export const TOOLS = [
  ['rules', 'rules'],
  ['sessions', 'session'],
  ['run', 'run'],
  ['stats', 'stats'],
  ['settings', 'settings'],
] as const;

function Tools() {
  return (
    <div class="tools">
      <h2 class="sr">{t('nav.tools')}</h2>
      <ul>
        {TOOLS.map(([screen, icon]) => (
          <li key={screen}>
            <Link to={{ screen }} current={route.value.screen === screen} class="tool">
              <Icon name={icon} />
              <span class="name">{t(`${screen}.title`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Recipients() {
  const found = facets.recipients.value;
  return (
    <>
      <h2>{t('nav.recipients')}</h2>
      <input
        class="find"
        type="search"
        aria-label={t('nav.find')}
        placeholder={t('nav.find')}
        autocomplete="off"
        spellcheck={false}
        value={facets.prefix.value}
        onInput={(event) => facets.find(event.currentTarget.value.trim())}
      />
      <ul>
        {found.map((facet) => (
          <Entry key={facet.value} to={{ q: `rcpt:${facet.value}` }} text={facet.value} n={facet.total} address />
        ))}
      </ul>
      {facets.prefix.value && found.length === 0 && <p class="dim">{t('nav.noRecipient')}</p>}
      {facets.more.value && <Button label={t('nav.more')} kind="quiet" class="more" onClick={() => facets.showMore()} />}
    </>
  );
}

interface EntryProps {
  to: Partial<Route>;
  text: string;
  n?: number;
  /** n is how many of so many are unread. */
  of?: number;
  address?: boolean;
}

function Entry({ to, text, n, of, address }: EntryProps) {
  const target = { q: '', account: '', mailbox: '', ...to };
  const here = route.value.screen === 'mail' && !route.value.saved && view.value.q === target.q && view.value.account === target.account && view.value.mailbox === target.mailbox;
  const click = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    layer.value = '';
    visit(target);
  };
  return (
    <li>
      <a href={href(target)} aria-current={here ? 'page' : undefined} title={address ? text : undefined} onClick={click}>
        <span class={address ? 'name address' : 'name'}>{text}</span>
        {of !== undefined ? <Unread of={{ unread: n, total: of }} /> : n !== undefined && <span class="n">{count(n)}</span>}
      </a>
    </li>
  );
}
