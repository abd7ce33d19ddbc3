import { loadRemote, WIDTHS } from '../../actions';
import { rooted } from '../../base';
import { t } from '../../i18n/t';
import { Button, LinkButton } from '../../parts/Button';
import { Icon } from '../../parts/Icon';
import { Segments } from '../../parts/Segments';
import { go, route, SCHEMES } from '../../route';
import { caged, info, remote } from '../../store/app';
import type { Message } from '../../wire';
import { Preview } from './Preview';

/** HtmlTab shows the HTML of a message as a mail program would, in a cage. */
export function HtmlTab({ message }: { message: Message }) {
  const { width, scheme } = route.value;
  if (!message.preview) return <p class="dim pad">{t('html.none')}</p>;
  const loaded = remote.value === message.id;
  const params = [scheme === 'forced' && 'force=dark', loaded && 'remote=1'].filter(Boolean).join('&');
  const url = rooted(message.preview) + (params && `?${params}`);
  const widths = WIDTHS.map((value) => ({ value, text: value ? String(value) : t('html.fit') }));
  const schemes = SCHEMES.map((value) => ({ value, text: t(`html.${value}`) }));
  return (
    <>
      <div class="toolbar">
        <Segments label={t('html.width')} options={widths} value={width} onChange={(value) => go({ width: value }, true)} />
        <input
          class="inp width"
          type="number"
          min={200}
          max={2000}
          aria-label={t('html.pixels')}
          placeholder="px"
          value={width && !WIDTHS.includes(width) ? width : ''}
          onChange={(event) => go({ width: Math.max(0, Math.min(2000, event.currentTarget.valueAsNumber || 0)) }, true)}
        />
        <Segments label={t('html.scheme')} options={schemes} value={scheme} onChange={(value) => go({ scheme: value }, true)} />
        <span class="gap hint">{caged.value && t('html.keys')}</span>
        <LinkButton label={t('html.alone')} icon="out" href={url} bare />
      </div>
      {message.remote ? (
        <p class="notebar">
          <Icon name="shield" /> {loaded ? t('html.loaded') : t('html.blocked', { n: message.remote })}{' '}
          {info.value?.remote && !loaded && <Button label={t('html.load')} kind="quiet" keys="i" onClick={loadRemote} />}
        </p>
      ) : null}
      <Preview url={url} title={t('html.title', { subject: message.summary.subject })} width={width} dark={scheme === 'dark'} />
    </>
  );
}
