import { t } from '../../i18n/t';
import { Rule } from '../../parts/Rule';
import type { Lookup, Tried } from '../../wire';

/** One is what a table was asked on the way, as often as it was asked the same in a row. */
function same(a: Lookup, b: Lookup): boolean {
  return a.table === b.table && a.key === b.key && a.found === b.found && !a.skipped && !b.skipped;
}

/** told returns the lookups worth telling: each question to a table once, and what was not asked only where nothing else is. */
export function told(lookups: Lookup[]): Lookup[] {
  return lookups.filter((one, at) => !lookups.slice(0, at).some((before) => same(one, before) || (one.skipped && before.table === one.table)));
}

/** AskedTables lists every table that was asked about an address, with why each had no answer. */
export function AskedTables({ lookups }: { lookups: Lookup[] }) {
  const list = told(lookups);
  if (list.length === 0) return null;
  const vain = list.filter((one) => !one.found).length;
  return (
    <details class="asked-tables">
      <summary>{t('rules.asked', { n: list.length, vain })}</summary>
      <ol>
        {list.map((one, at) => (
          <li key={at} class={one.found ? 'hit' : one.error ? 'wrong' : undefined}>
            <Rule table={one.table} line={one.found ? (one.line ?? 0) : 0} />
            <div>
              <Outcome one={one} />
              {!one.found && one.tried && one.tried.length > 0 && <TriedRules list={one.tried} />}
              {one.found && one.tried && one.tried.length > 1 && <TriedRules list={one.tried.slice(0, -1)} />}
            </div>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Outcome({ one }: { one: Lookup }) {
  if (one.skipped) return <span class="dim">{t('rules.skipped')}</span>;
  return (
    <>
      <code>{one.key}</code>{' '}
      {one.found ? <>→ <code>{one.value}</code></> : <span class={one.error ? 'bad' : 'dim'}>{one.error ?? t(one.tried?.length ? 'rules.noneMatches' : 'rules.noKey')}</span>}
    </>
  );
}

/** TriedRules are the rules above the one that answered, or all when none did. */
function TriedRules({ list }: { list: Tried[] }) {
  return (
    <ul class="tried">
      {list.map((rule, at) => (
        <li key={at}>
          <span class="n">{rule.line}</span>
          <code>{rule.if ? `if ${rule.pattern}` : rule.pattern}</code>
          <span class="dim">{t(rule.if ? (rule.matched ? 'rules.ifHolds' : 'rules.ifNot') : 'rules.noMatch')}</span>
        </li>
      ))}
    </ul>
  );
}
