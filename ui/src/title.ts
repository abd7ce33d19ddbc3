import { t } from './i18n/t';
import { route } from './route';
import { saved, view } from './store/app';

/** title names what is shown. */
export function title(): string {
  const { screen, saved: name } = route.value;
  if (screen !== 'mail') return t(`${screen}.title`);
  if (name && saved.value.some((one) => one.name === name)) return name;
  const { q, account, mailbox } = view.value;
  if (q === 'is:unread') return t('view.unread');
  return q ? t('view.search', { q }) : [account, mailbox].filter(Boolean).join(' / ') || t('view.all');
}
