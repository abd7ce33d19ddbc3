import { useState } from 'preact/hooks';
import { failed } from '../../actions';
import * as api from '../../api';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { save } from '../../save';
import type { RuleAnswer } from '../../wire';

/** The server takes this many addresses at once. */
const MOST = 1000;

/** Many asks about a list of addresses, and gives the answers as a file. */
export function Many({ draft }: { draft?: { draft: string; file: string } }) {
  const [text, setText] = useState('');
  const [answers, setAnswers] = useState<RuleAnswer[]>([]);
  const addresses = text.split(/[\s,;]+/).filter(Boolean).slice(0, MOST);
  const ask = () => api.askRules({ addresses, ...draft }).then(({ answers: all }) => setAnswers(all), failed);
  return (
    <details class="many">
      <summary>{t('rules.many')}</summary>
      <label>
        <span class="dim">{t('rules.paste')}</span>
        <textarea class="inp" rows={4} spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <p class="one-line">
        <Button label={t('rules.testN', { n: addresses.length })} disabled={addresses.length === 0} onClick={() => void ask()} />
        {answers.length > 0 && <Button label={t('rules.export')} icon="down" onClick={() => save('addresses.csv', csv(answers), 'text/csv')} />}
      </p>
      {answers.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('rules.recipient')}</th>
              <th scope="col">{t('rules.reply')}</th>
              <th scope="col">{t('rules.final')}</th>
            </tr>
          </thead>
          <tbody>
            {answers.map((one, at) => (
              <tr key={at}>
                <td class="mono">{one.address}</td>
                <td class={/^2/.test(one.reply) ? 'mono' : 'mono bad'}>{one.reply}</td>
                <td class="mono">{one.final.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

/** csv writes answers as RFC 4180 has it. */
export function csv(answers: RuleAnswer[]): string {
  const cell = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = answers.map((one) => [one.address, one.reply, one.final.join(' '), one.steps.map((step) => `${step.table}:${step.line}`).join(' ')]);
  return [['address', 'reply', 'final', 'rules'], ...lines].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n';
}
