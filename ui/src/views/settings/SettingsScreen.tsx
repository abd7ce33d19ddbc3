import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/t';
import { ALL, MINE, told } from '../../live/notify';
import { Button } from '../../parts/Button';
import { MyAddresses } from '../../parts/MyAddresses';
import { Screen } from '../../parts/Screen';
import { Segments } from '../../parts/Segments';
import { WIDTHS } from '../../actions';
import { SCHEMES } from '../../route';
import { info, layer, saved } from '../../store/app';
import { KeyTable } from './KeyTable';
import { Language } from './Language';
import { Server } from './Server';
import { CLOCKS, DENSITIES, PANES, prefer, prefs, reset, THEMES } from '../../store/prefs';

/** SettingsScreen holds the choices of this browser, and shows how the server was started. */
export function SettingsScreen() {
  return (
    <Screen title={t('settings.title')} kind="settings">
      <div class="sections">
        <Look />
        <section>
          <h2>{t('mine.title')}</h2>
          <div>
            <p class="dim">{t('mine.why')}</p>
            <MyAddresses />
          </div>
        </section>
        <section>
          <h2>{t('nav.views')}</h2>
          <div>
            <p class="dim">{saved.value.length ? <bdi>{saved.value.map((one) => one.name).join(', ')}</bdi> : t('settings.noViews')}</p>
            {saved.value.length > 0 && <Button label={t('view.edit')} icon="save" onClick={() => (layer.value = 'save')} />}
          </div>
        </section>
        <Notify />
        <Keys />
        <Preview />
        <Server />
      </div>
    </Screen>
  );
}

function Field({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <p class="setting">
      <span>{name}</span>
      {children}
    </p>
  );
}

function Look() {
  const { theme, density, pane, clock, zone, announce } = prefs.value;
  return (
    <section>
      <h2>{t('settings.look')}</h2>
      <div>
        <Field name={t('theme.label')}>
          <Segments label={t('theme.label')} options={THEMES.map((value) => ({ value, text: t(`theme.${value}`) }))} value={theme} onChange={(value) => prefer({ theme: value })} />
        </Field>
        <Field name={t('settings.density')}>
          <Segments label={t('settings.density')} options={DENSITIES.map((value) => ({ value, text: t('settings.lines', { n: value }) }))} value={density} onChange={(value) => prefer({ density: value })} />
        </Field>
        <Field name={t('settings.pane')}>
          <Segments label={t('settings.pane')} options={PANES.map((value) => ({ value, text: t(`settings.${value}`) }))} value={pane} onChange={(value) => prefer({ pane: value })} />
        </Field>
        <Field name={t('settings.clock')}>
          <Segments label={t('settings.clock')} options={CLOCKS.map((value) => ({ value, text: `${value} h` }))} value={clock} onChange={(value) => prefer({ clock: value })} />
        </Field>
        <label class="setting">
          <span>{t('settings.zone')}</span>
          <select class="inp" value={zone} onChange={(event) => prefer({ zone: event.currentTarget.value })}>
            <option value="">{t('settings.zoneOwn', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}</option>
            {['UTC', ...Intl.supportedValuesOf('timeZone').filter((one) => one !== 'UTC')].map((one) => <option key={one}>{one}</option>)}
          </select>
        </label>
        <Language />
        <label class="setting">
          <span>{t('settings.announce')}</span>
          <input type="checkbox" checked={announce} onChange={(event) => prefer({ announce: event.currentTarget.checked })} />
        </label>
      </div>
    </section>
  );
}

/** Notify says which views to tell of. */
function Notify() {
  const { notify, mine } = prefs.value;
  const secure = typeof Notification !== 'undefined' && isSecureContext;
  const [denied, setDenied] = useState(secure && Notification.permission === 'denied');
  const choices: [string, string][] = [[ALL, t('view.all')], ...(mine.length ? [[MINE, t('view.mine')] as [string, string]] : []), ...saved.value.map(({ name }): [string, string] => [name, name])];
  const choose = async (key: string, on: boolean) => {
    const rest = notify.filter((one) => one !== key && one !== `-${key}`);
    const itself = saved.value.find(({ name }) => name === key)?.notify;
    prefer({ notify: on === Boolean(itself) ? rest : [...rest, on ? key : `-${key}`] });
    if (on && secure) setDenied((await Notification.requestPermission()) === 'denied');
  };
  return (
    <section>
      <h2>{t('settings.notify')}</h2>
      <div>
        <p class="dim">{t(secure ? 'settings.notifyWhy' : 'settings.notifyPlain')}</p>
        {choices.map(([key, text]) => (
          <label class="setting" key={key}>
            {key === text ? <bdi>{text}</bdi> : <span>{text}</span>}
            <input type="checkbox" checked={notify.includes(key) || saved.value.some((one) => one.name === key && told(one, notify))} onChange={(event) => void choose(key, event.currentTarget.checked)} />
          </label>
        ))}
        {denied && notify.length > 0 && <p class="notebar" role="status">{t('settings.notifyDenied')}</p>}
      </div>
    </section>
  );
}

function Keys() {
  return (
    <section>
      <h2>{t('keys.title')}</h2>
      <div>
        <label class="setting">
          <span>{t('keys.single')}</span>
          <input type="checkbox" checked={prefs.value.keys} onChange={(event) => prefer({ keys: event.currentTarget.checked })} />
        </label>
        <Button label={t('settings.showKeys')} icon="keys" onClick={() => (layer.value = 'keys')} />
        <KeyTable />
      </div>
    </section>
  );
}

function Preview() {
  const { width, scheme, remote } = prefs.value;
  return (
    <section>
      <h2>{t('settings.preview')}</h2>
      <div>
        <Field name={t('html.width')}>
          <Segments label={t('html.width')} options={WIDTHS.map((value) => ({ value, text: value ? String(value) : t('html.fit') }))} value={width} onChange={(value) => prefer({ width: value })} />
        </Field>
        <Field name={t('html.scheme')}>
          <Segments label={t('html.scheme')} options={SCHEMES.map((value) => ({ value, text: t(`html.${value}`) }))} value={scheme} onChange={(value) => prefer({ scheme: value })} />
        </Field>
        {info.value?.remote ? (
          <Field name={t('html.remote')}>
            <Segments label={t('html.remote')} options={[{ value: 'blocked', text: t('html.remoteBlocked') }, { value: 'proxy', text: t('html.remoteProxy') }]} value={remote} onChange={(value) => prefer({ remote: value })} />
          </Field>
        ) : (
          <Field name={t('html.remote')}>{t('html.remoteBlocked')}</Field>
        )}
        <p class="dim">{t(info.value?.remote ? 'html.direct' : 'html.never')}</p>
        <Button label={t('settings.reset')} kind="quiet" onClick={reset} />
      </div>
    </section>
  );
}
