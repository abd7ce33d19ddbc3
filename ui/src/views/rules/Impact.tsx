import { t } from '../../i18n/t';
import { Link } from '../../parts/Link';
import type { Impact as What } from '../../wire';

/** Impact is what a draft would have changed for the mail of late. */
export function Impact({ impact }: { impact: What }) {
  return (
    <section class="impact" aria-label={t('rules.impact')}>
      <h3>{t('rules.impactOf', { n: impact.changed, of: impact.messages })}{impact.partial && ` ${t('rules.partial')}`}</h3>
      {impact.examples.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('rules.recipient')}</th>
              <th scope="col">{t('rules.goesNow')}</th>
              <th scope="col">{t('rules.wouldGo')}</th>
            </tr>
          </thead>
          <tbody>
            {impact.examples.map((one, at) => (
              <tr key={at}>
                <td class="mono"><Link to={{ id: one.id, tab: 'delivery' }}>{one.address}</Link></td>
                <td class="mono del">{one.live.join(', ') || '–'}</td>
                <td class="mono ins">{one.draft.join(', ') || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
