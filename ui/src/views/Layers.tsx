import type { FunctionComponent } from 'preact';
import { t } from '../i18n/t';
import { part } from '../later/files';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { Segments } from '../parts/Segments';
import { layer, question } from '../store/app';
import { prefer, prefs, THEMES } from '../store/prefs';
import { KeySheet } from './KeySheet';
import { Nav, TOOLS } from './Nav';

const close = () => (layer.value = '');

/** Layers is what lies on top of the page: at most one at a time. */
export function Layers() {
  switch (layer.value) {
    case '':
      return null;
    case 'keys':
      return <KeySheet onClose={close} />;
    case 'nav':
      return (
        <Dialog title={t('nav.open')} class="side" onClose={close}>
          <nav class="nav" aria-label={t('nav.label')}>
            <Nav />
          </nav>
        </Dialog>
      );
    case 'more':
      return <More />;
    case 'confirm':
      return <Confirm />;
  }
  const Shown = part(layer.value);
  if (!Shown || Shown === 'failed') return null;
  const There = Shown as FunctionComponent<{ onClose: () => void }>;
  return <There onClose={close} />;
}

function More() {
  const themes = THEMES.map((value) => ({ value, text: t(`theme.${value}`) }));
  return (
    <Dialog title={t('nav.moreMenu')} onClose={close}>
      <div class="stack">
        <ul class="more-tools">
          {TOOLS.map(([screen, icon]) => (
            <li key={screen} onClick={close}>
              <Link to={{ screen }} class="btn">
                <Icon name={icon} /> {t(`${screen}.title`)}
              </Link>
            </li>
          ))}
        </ul>
        <p class="field">
          <span>{t('theme.label')}</span>
          <Segments label={t('theme.label')} options={themes} value={prefs.value.theme} onChange={(theme) => prefer({ theme })} />
        </p>
        <Button label={t('inject.title')} icon="send" onClick={() => (layer.value = 'inject')} />
        <Button label={t('act.keys')} icon="keys" onClick={() => (layer.value = 'keys')} />
      </div>
    </Dialog>
  );
}

function Confirm() {
  const asked = question.value;
  if (!asked) return null;
  return (
    <Dialog title={t('ask.title')} onClose={close}>
      <div class="stack">
        <p>{asked.text}</p>
        <p class="answers">
          <Button label={t('act.cancel')} onClick={close} />
          <Button label={asked.yes} kind="danger" onClick={() => (close(), asked.then())} />
        </p>
      </div>
    </Dialog>
  );
}
