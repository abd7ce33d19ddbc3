import { WIDTHS } from '../../actions';
import { rooted } from '../../base';
import { t } from '../../i18n/t';
import { LinkButton } from '../../parts/Button';
import { Icon } from '../../parts/Icon';
import { Segments } from '../../parts/Segments';
import { go, route, SCHEMES } from '../../route';
import { caged } from '../../store/app';
import type { Message } from '../../wire';
import { Preview } from './Preview';

/** HtmlTab shows the HTML of a message as a mail program would, in a cage. */
export function HtmlTab({ message }: { message: Message }) {
  const { width, scheme } = route.value;
  if (!message.preview) return <p class="dim pad">{t('html.none')}</p>;
  const url = rooted(message.preview) + (scheme === 'forced' ? '?force=dark' : '');
  const widths = WIDTHS.map((value) => ({ value, text: value ? String(value) : t('html.fit') }));
  const schemes = SCHEMES.map((value) => ({ value, text: t(`html.${value}`) }));
  return (
    <>
      <div class="toolbar">
        <Segments label={t('html.width')} options={widths} value={width} onChange={(value) => go({ width: value }, true)} />
        <Segments label={t('html.scheme')} options={schemes} value={scheme} onChange={(value) => go({ scheme: value }, true)} />
        <span class="gap hint">{caged.value && t('html.keys')}</span>
        <LinkButton label={t('html.alone')} icon="out" href={url} bare />
      </div>
      {message.remote ? (
        <p class="notebar">
          <Icon name="shield" /> {t('html.blocked', { n: message.remote })}
        </p>
      ) : null}
      <Preview url={url} title={t('html.title', { subject: message.summary.subject })} width={width} dark={scheme === 'dark'} />
    </>
  );
}
