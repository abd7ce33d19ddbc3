import { t } from '../i18n/t';

/** RecipientChip is an address as it was given in RCPT TO, before any rewriting. */
export function RecipientChip({ address, more = 0 }: { address: string; more?: number }) {
  return (
    <span class="rcpt" dir="ltr">
      <span aria-hidden="true">→</span>
      <span class="sr">{t('row.to')} </span>
      <span class="addr">{address}</span>
      {more > 0 && (
        <span class="plus">
          <span aria-hidden="true">+{more}</span>
          <span class="sr"> {t('row.more', { n: more })}</span>
        </span>
      )}
    </span>
  );
}
