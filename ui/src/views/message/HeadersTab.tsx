import { useState } from 'preact/hooks';
import { copy, search } from '../../actions';
import * as api from '../../api';
import { delay, instant, moment } from '../../format';
import { t } from '../../i18n/t';
import { Button } from '../../parts/Button';
import { Failure, Waiting } from '../../parts/Screen';
import { Segments } from '../../parts/Segments';
import { useFetched } from '../../store/fetched';
import type { Field, Message } from '../../wire';
import { hops, missing, query, rare, twice } from './headers';

/** HeadersTab shows every header field, decoded or as it came, and the way that the message says it took. */
export function HeadersTab({ message }: { message: Message }) {
  const [filter, setFilter] = useState('');
  const [raw, setRaw] = useState(false);
  const { data, problem, again } = useFetched(`headers ${message.id}`, (signal) => api.headers(message.id, signal));
  const decoded = message.headers ?? [];
  const fields = raw ? (data?.raw ?? []) : decoded;
  const wanted = filter.toLowerCase();
  const shown = fields.filter((field) => `${field.name}: ${field.body}`.toLowerCase().includes(wanted));
  const rest = wanted || raw ? [] : shown.filter(rare);
  const trace = raw || wanted ? [] : (data?.trace ?? []);
  return (
    <>
      <div class="toolbar">
        <input class="inp" type="search" aria-label={t('headers.filter')} placeholder={t('headers.filter')} value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        <Segments label={t('headers.form')} options={[{ value: false, text: t('headers.decoded') }, { value: true, text: t('headers.raw') }]} value={raw} onChange={setRaw} />
        <span class="gap" />
        <Button label={t('headers.copyAll')} icon="copy" onClick={() => void copy(fields.map(({ name, body }) => `${name}: ${body}`).join('\n'), t('tab.headers'))} />
      </div>
      {!wanted && <Oddities fields={decoded} />}
      {!wanted && !raw && <Way fields={decoded} />}
      {!data && problem && <Failure text={t(raw ? 'headers.failed' : 'headers.noTrace')} why={problem} again={again} />}
      {raw && !data && !problem && <Waiting />}
      {shown.length === 0 && (data || !raw) && <p class="dim pad">{t('headers.none')}</p>}
      <dl class="headers">
        {trace.map((field, at) => <Line key={`t${at}`} field={field} added />)}
        {shown.filter((field) => !rest.includes(field)).map((field, at) => <Line key={at} field={field} raw={raw} />)}
      </dl>
      {rest.length > 0 && (
        <details class="rarely">
          <summary>{t('headers.rare', { n: rest.length })}</summary>
          <dl class="headers">{rest.map((field, at) => <Line key={at} field={field} />)}</dl>
        </details>
      )}
    </>
  );
}

function Line({ field, raw, added }: { field: Field; raw?: boolean; added?: boolean }) {
  const { name, body } = field;
  return (
    <div class={added ? 'added' : undefined}>
      <dt>{name || '–'}</dt>
      <dd>
        <span class={raw ? 'value raw' : 'value'} dir="auto">
          {body}
        </span>
        {added && <span class="hop">{t('headers.added')}</span>}
        <span class="ends">
          {!added && name && body && <Button label={t('headers.search', { name })} icon="search" bare kind="quiet" onClick={() => search(query(field))} />}
          <Button label={t('headers.copy', { name })} icon="copy" bare kind="quiet" onClick={() => void copy(body, name)} />
        </span>
      </dd>
    </div>
  );
}

/** Oddities names fields that are missing, or there too often. */
function Oddities({ fields }: { fields: Field[] }) {
  const lack = missing(fields);
  const often = twice(fields);
  if (lack.length + often.length === 0) return null;
  return (
    <p class="notebar">
      {lack.length > 0 && <span>{t('headers.missing', { names: lack.join(', ') })} </span>}
      {often.length > 0 && <span>{t('headers.twice', { names: often.join(', ') })}</span>}
    </p>
  );
}

/** Way is the hops of a message, with how long each took. */
function Way({ fields }: { fields: Field[] }) {
  const way = hops(fields);
  if (way.length === 0) return null;
  const slowest = Math.max(...way.map(({ took }) => (Number.isFinite(took) ? took : 0)));
  return (
    <table class="table way">
      <caption class="sr">{t('headers.way')}</caption>
      <thead>
        <tr>
          <th scope="col" class="num">{t('headers.hop')}</th>
          <th scope="col">{t('headers.from')}</th>
          <th scope="col">{t('headers.by')}</th>
          <th scope="col">{t('headers.with')}</th>
          <th scope="col">{t('headers.at')}</th>
          <th scope="col" class="num">{t('headers.took')}</th>
        </tr>
      </thead>
      <tbody>
        {way.map((hop, at) => (
          <tr key={at}>
            <td class="num">{at + 1}</td>
            <td><code>{hop.from || '–'}</code></td>
            <td><code>{hop.by || '–'}</code></td>
            <td class="tight">{hop.with || '–'}</td>
            <td class="tight">{Number.isFinite(hop.at) ? <time title={instant(hop.at)}>{moment(hop.at, way[way.length - 1]!.at || hop.at)}</time> : '–'}</td>
            <td class="num">
              <bdi dir="ltr">{Number.isFinite(hop.took) ? delay(hop.took) : '–'}</bdi>
              {slowest > 0 && hop.took > 0 && <meter class="took" min={0} max={slowest} value={hop.took} aria-hidden="true" />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
