import { useState } from 'preact/hooks';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { format, go, route, type Route } from '../../route';
import { cut } from '../../store/app';
import { choose, familiesOf, picked, toldOf, type Family } from '../../store/programs';
import { prefer, prefs } from '../../store/prefs';
import type { Checks, Feature, Program } from '../../wire';

/** Features shown before the rest is folded away. */
const FEW = 8;

/** Compatibility is how much of the HTML mail programs show: all of them, or those chosen. */
export function Compatibility({ of: c }: { of: Checks['compatibility'] }) {
  const [all, setAll] = useState(false);
  const shown = all ? c.features : c.features.slice(0, FEW);
  return (
    <details class="check-of compatibility" open={c.score < 90}>
      <summary>
        <span class={c.score < 80 ? 'verdict-of bad' : 'verdict-of good'}>{Math.round(c.score)} %</span>
        <span class="name">{t('checks.compatibility')}</span>
        <span class="dim">{toldOf(c.programs, prefs.value.programs) || t('checks.used', { n: c.used, clients: c.clients })}</span>
      </summary>
      <Programs programs={c.programs} />
      {c.features.length === 0 ? (
        <p class="dim pad-x">{t('checks.allShown')}</p>
      ) : (
        <table class="table features">
          <thead>
            <tr>
              <th scope="col">{t('checks.feature')}</th>
              <th scope="col" class="num">{t('checks.works')}</th>
              <th scope="col">{t('checks.without')}</th>
            </tr>
          </thead>
          <tbody>{shown.map((feature) => <Used key={feature.slug} feature={feature} />)}</tbody>
        </table>
      )}
      {shown.length < c.features.length && <Button label={t('checks.more', { n: c.features.length - shown.length })} kind="quiet" onClick={() => setAll(true)} />}
      <p class="dim pad-x">{t('checks.data', { source: c.source, date: c.updated, licence: c.licence })}</p>
    </details>
  );
}

function Used({ feature }: { feature: Feature }) {
  return (
    <tr>
      <td>
        <a href={feature.url} target="_blank" rel="noopener noreferrer">{feature.title}</a> <span class="dim">× {feature.times}</span>
        <Places lines={feature.lines} />
      </td>
      <td class="num"><meter min={0} max={100} low={60} high={85} optimum={100} value={feature.score} aria-hidden="true" /> {Math.round(feature.score)} %</td>
      <td>
        {feature.without.length > 0 && <span>{families(feature.without)}</span>}
        {feature.partly.length > 0 && <span class="dim"> {t('checks.partly', { programs: families(feature.partly) })}</span>}
      </td>
    </tr>
  );
}

/** Lines that are linked to. */
const LINES = 6;

/** Places lead to the lines of the HTML on which a feature is used. */
function Places({ lines }: { lines: number[] }) {
  if (lines.length === 0) return null;
  return (
    <span class="at-lines">
      {t('checks.lines', { n: lines.length })}{' '}
      {lines.slice(0, LINES).map((line) => {
        const there: Partial<Route> = { tab: 'source', form: 'html', line };
        return <a key={line} href={format({ ...route.value, ...there })} aria-label={t('checks.line', { line })} onClick={(event) => plain(event) && (event.preventDefault(), go(there))}>{line}</a>;
      })}
      {lines.length > LINES && ' …'}
    </span>
  );
}

/** plain tells whether a click asks for this window. */
function plain(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** Programs chooses which mail programs count, by maker and by platform; the choice stays in this browser. */
function Programs({ programs }: { programs: Program[] }) {
  const chosen = prefs.value.programs;
  return (
    <details class="programs">
      <summary>{t('checks.programs')}</summary>
      <Button remote label={t('checks.allPrograms')} kind="quiet" pressed={chosen.length === 0} onClick={() => prefer({ programs: [] })} />
      <ul>
        {familiesOf(programs).map((family) => <Choice key={family.name} family={family} programs={programs} />)}
      </ul>
    </details>
  );
}

function Choice({ family, programs }: { family: Family; programs: Program[] }) {
  const now = picked(programs, prefs.value.programs);
  const names = family.programs.map(({ name }) => name);
  const some = names.some((name) => now.has(name));
  const all = names.every((name) => now.has(name));
  const set = (which: string[], on: boolean) => prefer({ programs: choose(programs, prefs.value.programs, which, on) });
  return (
    <li role="group" aria-label={family.name}>
      <label class="tick"><input type="checkbox" disabled={cut.value} checked={all} ref={(box) => void (box && (box.indeterminate = some && !all))} onChange={(event) => set(names, event.currentTarget.checked)} /> <b>{family.name}</b></label>
      <span>
        {family.programs.map(({ name, platform, score }) => (
          <label class="tick" key={name}>
            <input type="checkbox" disabled={cut.value} aria-label={name} checked={now.has(name)} onChange={(event) => set([name], event.currentTarget.checked)} /> {platform} <span class="n">{Math.round(score)} %</span>
          </label>
        ))}
      </span>
    </li>
  );
}

/** families writes programs with their platforms together: Gmail (iOS, webmail). */
export function families(programs: string[]): string {
  const by = new Map<string, string[]>();
  for (const program of programs) {
    const [, name, platform] = /^(.*?) (Android|iOS|macOS|Windows Mail|Windows|Outlook\.com|mobile webmail|webmail)$/.exec(program) ?? [program, program, ''];
    by.set(name!, [...(by.get(name!) ?? []), platform!]);
  }
  return [...by].map(([name, platforms]) => (platforms.join('') ? `${name} (${platforms.join(', ')})` : name)).join(', ');
}
