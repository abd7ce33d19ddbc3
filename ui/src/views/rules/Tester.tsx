import { t } from '../../i18n/t';
import { RecipientChip } from '../../parts/Recipient';
import { Rule } from '../../parts/Rule';
import { Link } from '../../parts/Link';
import { quoted } from '../../query';
import type { RuleAnswer } from '../../wire';
import { AskedTables } from './Asked';
import type { Asked } from './RulesScreen';

/** Tester shows where an address goes while it is typed, by the draft if there is one. */
export function Tester({ address, sender, setAddress, setSender, answer, draft, problem, problems }: Asked) {
  const found = answer?.answers.find((one) => one.address.toLowerCase() === address.toLowerCase());
  return (
    <section class="tester" aria-label={t('rules.test')}>
      <div class="ask">
        <label>
          <span>{t('rules.test')}</span>
          <input class="inp" type="text" inputMode="email" autocomplete="off" autocapitalize="off" spellcheck={false} placeholder="anna@customers.example" value={address} onInput={(event) => setAddress(event.currentTarget.value.trim())} />
        </label>
        <label>
          <span>{t('rules.from')}</span>
          <input class="inp" type="text" inputMode="email" autocomplete="off" autocapitalize="off" spellcheck={false} placeholder={t('rules.any')} value={sender} onInput={(event) => setSender(event.currentTarget.value.trim())} />
        </label>
      </div>
      <div class="found" role="status" aria-busy={Boolean(address) && !found}>
        {address === '' && <p class="dim">{t('rules.hint')}</p>}
        {problem && problems.length === 0 && <p class="bad">{problem}</p>}
        {address && found && <Answer answer={found} drafted={draft !== undefined} />}
      </div>
    </section>
  );
}

/** Answer is the whole way of an address: the reply, each rule, and where it ends. */
export function Answer({ answer, drafted }: { answer: RuleAnswer; drafted?: boolean }) {
  const refused = !/^2/.test(answer.reply);
  return (
    <>
      <p class="verdict">
        {drafted && <span class="tag draft">{t('rules.draft')}</span>}
        <code class={refused ? 'reply bad' : 'reply ok'}>{answer.reply}</code>
        {answer.error && <span class="bad">{answer.error}</span>}
        {answer.failure && <span class="bad">{t('rules.afterContent')} <code>{answer.failure}</code></span>}
      </p>
      <Way answer={answer} refused={refused} />
      {answer.reversePath !== undefined && <p class="dim">{t('rules.reverse')} <code>{answer.reversePath || '<>'}</code></p>}
      {answer.live && (
        <p class="was">
          {t('rules.now')} <code>{answer.live.final.join(', ') || answer.live.reply}</code>
        </p>
      )}
      <AskedTables lookups={answer.lookups ?? []} />
      <p><Link to={{ q: `rcpt:${quoted(answer.address)}` }}>{t('rules.mails')}</Link></p>
    </>
  );
}

function Account({ answer, at, final }: { answer: RuleAnswer; at: number; final: string }) {
  const account = answer.accounts?.[at]?.account;
  if (!account || account === final) return null;
  return <span class="dim">{t('rules.account', { account })}</span>;
}

/** Way is every rule that an address passed, in order, and where it ends. */
function Way({ answer, refused }: { answer: RuleAnswer; refused: boolean }) {
  const { address, steps } = answer;
  return (
    <ol class="steps">
      <li>
        <span class="label">RCPT TO</span>
        <RecipientChip address={address} />
      </li>
      {steps.map((step, at) => (
        <li key={at}>
          <Rule table={step.table} line={step.line} />
          <code>
            {step.from !== (steps[at - 1]?.to[0] ?? address) && `${step.from} `}→ {step.to.join(', ') || '–'}
          </code>
        </li>
      ))}
      {steps.length === 0 && (
        <li>
          <span class="label">{t('delivery.rule')}</span>
          <span class="dim">{t('delivery.noRule')}</span>
        </li>
      )}
      {!refused &&
        answer.final.map((final, at) => (
          <li key={final} class={at === 0 ? 'end' : undefined}>
            <span class="label">{t(answer.accounts?.[at]?.external ? 'delivery.wouldGo' : 'delivery.kept')}</span>
            <span>
              <code class="final">{final}</code> <Account answer={answer} at={at} final={final} />
            </span>
          </li>
        ))}
    </ol>
  );
}
