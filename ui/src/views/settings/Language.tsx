import { count, minute } from '../../format';
import { t } from '../../i18n/t';
import { LANGUAGES, prefer, prefs, type Prefs } from '../../store/prefs';
import { now } from '../../store/app';

/** Whose ways to write numbers and dates can be chosen; each is offered by what it makes of them. */
const LOCALES = ['ar', 'cs', 'da', 'de', 'de-CH', 'en-GB', 'en-IN', 'en-US', 'es', 'fi', 'fr', 'he', 'hi', 'it', 'ja', 'ko', 'nb', 'nl', 'pl', 'pt', 'pt-BR', 'sv', 'tr', 'uk', 'zh-CN'];

/** Language chooses the words of the page, and how it writes numbers and dates. */
export function Language() {
  const { language, locale } = prefs.value;
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const own = new Intl.DateTimeFormat().resolvedOptions().locale;
  return (
    <>
      <label class="setting">
        <span>{t('settings.language')}</span>
        <select class="inp" value={language} onChange={(event) => prefer({ language: event.currentTarget.value as Prefs['language'] })}>
          {LANGUAGES.map((value) => <option key={value} value={value}>{t(`language.${value}`)}</option>)}
        </select>
      </label>
      <label class="setting">
        <span>{t('settings.locale')}</span>
        <select class="inp" value={locale} onChange={(event) => prefer({ locale: event.currentTarget.value })}>
          <option value="">{t('settings.localeOwn', { locale: own })}</option>
          {LOCALES.map((value) => <option key={value} value={value}>{names.of(value)}</option>)}
        </select>
      </label>
      <p class="dim">{minute(now.value)} · {count(1234567.8)}</p>
    </>
  );
}
