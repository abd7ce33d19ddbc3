import { signal } from '@preact/signals';
import { loadRemote, remotely, WIDTHS } from '../../actions';
import { t } from '../../i18n/t';
import { Button, LinkButton } from '../../parts/Button';
import { Icon } from '../../parts/Icon';
import { Segments } from '../../parts/Segments';
import { go, route, SCHEMES, type Scheme } from '../../route';
import { caged, info } from '../../store/app';
import type { Message } from '../../wire';
import { DEVICES, held, ZOOMS } from './devices';
import { Huge, huge } from './Huge';
import { Preview, previewed } from './Preview';

/** How large previews are shown; it stays from message to message. */
const zoom = signal(1);

/** HtmlTab shows the HTML of a message as a mail program would, in a cage. */
export function HtmlTab({ message }: { message: Message }) {
  const { width, scheme } = route.value;
  if (!message.preview) return <p class="dim pad">{t('html.none')}</p>;
  if (huge(message, 'html')) return <Huge message={message} form="html" />;
  const loaded = remotely(message.id);
  const params = (more?: string) => [scheme === 'forced' && 'force=dark', loaded && 'remote=1', more].filter(Boolean).join('&');
  const at = previewed(message.preview);
  const url = at + (params() && `?${params()}`);
  const now = held(width);
  return (
    <>
      <div class="toolbar looks">
        <Widths width={width} />
        <Segments label={t('html.scheme')} options={SCHEMES.map((value) => ({ value, text: t(`html.${value}`) }))} value={scheme} onChange={(value) => go({ scheme: value }, true)} />
        <span class="ends">
          <Zoom />
          <LinkButton remote label={t('html.print')} icon="print" href={`${at}?${params('print=1')}`} bare />
          <LinkButton remote label={t('html.alone')} icon="out" href={url} bare />
        </span>
      </div>
      <Shade scheme={scheme} own={Boolean(message.dark)} />
      {caged.value && <p class="hint" role="status">{t('html.keys')}</p>}
      {message.remote ? <Remote message={message} loaded={loaded} /> : null}
      <Preview
        url={url}
        title={t('html.title', { subject: message.summary.subject })}
        width={width}
        height={now && (now.turned ? now.device.width : now.device.height)}
        dark={scheme === 'dark'}
        zoom={zoom.value}
      />
    </>
  );
}

/** Shade says what dark is, where that is not what it seems. */
function Shade({ scheme, own }: { scheme: Scheme; own: boolean }) {
  if (scheme === 'light' || (scheme === 'dark' && own)) return null;
  return <p class="hint" role="status">{t(scheme === 'dark' ? 'html.noDark' : own ? 'html.notForced' : 'html.approximation')}</p>;
}

/** FREE stands for a width of one's own, which begins with that of most newsletters. */
const FREE = 'free';
const USUAL = 600;

/** Widths chooses how wide the mail is: a few numbers, a device with a name, any number, and how the device is held. */
function Widths({ width }: { width: number }) {
  const now = held(width);
  const free = !now && !WIDTHS.includes(width);
  const to = (value: number) => go({ width: value }, true);
  return (
    <>
      <Segments label={t('html.width')} options={WIDTHS.map((value) => ({ value, text: value ? String(value) : t('html.fit') }))} value={width} onChange={to} />
      <select class="inp device" aria-label={t('html.device')} value={now?.device.name ?? (free ? FREE : '')} onChange={(event) => to(event.currentTarget.value === FREE ? USUAL : (DEVICES.find(({ name }) => name === event.currentTarget.value)?.width ?? 0))}>
        <option value="">{t('html.device')}</option>
        <option value={FREE}>{t('html.free')}</option>
        {DEVICES.map((one) => (
          <option key={one.name} value={one.name}>{`${one.name} · ${one.width}`}</option>
        ))}
      </select>
      {free && (
        <input
          class="inp width"
          type="number"
          min={200}
          max={2000}
          aria-label={t('html.pixels')}
          value={width}
          onChange={(event) => to(Math.max(200, Math.min(2000, event.currentTarget.valueAsNumber || USUAL)))}
        />
      )}
      {now && <Button label={t('html.rotate')} icon="rotate" bare pressed={now.turned} onClick={() => to(now.turned ? now.device.width : now.device.height)} />}
    </>
  );
}

function Zoom() {
  return (
    <select class="inp zoom" aria-label={t('html.zoom')} value={zoom.value} onChange={(event) => (zoom.value = Number(event.currentTarget.value))}>
      {ZOOMS.map((value) => (
        <option key={value} value={value}>{`${value * 100} %`}</option>
      ))}
    </select>
  );
}

/** Remote says what the mail would load from elsewhere, and loads it when asked to. */
function Remote({ message, loaded }: { message: Message; loaded: boolean }) {
  const urls = message.remotes ?? [];
  return (
    <details class="notebar remotes">
      <summary>
        <Icon name="shield" /> <span>{loaded ? t('html.loaded') : t('html.blocked', { n: message.remote! })}</span>
        {info.value?.remote && <Button remote label={t(loaded ? 'html.block' : 'html.load')} keys={loaded ? undefined : 'i'} onClick={(event) => (event.preventDefault(), loadRemote(!loaded))} />}
      </summary>
      <ul>
        {urls.map((url) => (
          <li key={url}><code>{url}</code></li>
        ))}
        {urls.length < message.remote! && <li>{t('checks.more', { n: message.remote! - urls.length })}</li>}
      </ul>
    </details>
  );
}
