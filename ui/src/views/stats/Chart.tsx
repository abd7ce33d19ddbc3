import { useState } from 'preact/hooks';
import { count } from '../../format';
import { t } from '../../i18n/t';
import { Link } from '../../parts/Link';
import { visit, type Route } from '../../route';

/** Bar is one value of a chart, and where it leads. */
export interface Bar {
  text: string;
  n: number;
  to?: Partial<Route>;
}

/** Height of the drawing, and width of one bar in it. */
const TALL = 100;
const STEP = 10;

/** Area is a chart of values over time. Arrows, or the pointer, tell each. */
export function Area({ title, bars, wide }: { title: string; bars: Bar[]; wide?: boolean }) {
  const [at, setAt] = useState(-1);
  const most = Math.max(1, ...bars.map((bar) => bar.n));
  const width = bars.length * STEP;
  const y = (n: number) => TALL - (n / most) * (TALL - 4);
  const line = bars.map((bar, index) => `${index ? 'L' : 'M'}${index * STEP + STEP / 2},${y(bar.n).toFixed(1)}`).join('');
  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const to = bars[at]?.to;
    if (event.key === 'Enter' && to) return visit(to);
    if (!by) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(bars.length - 1, (at < 0 && by < 0 ? bars.length : at) + by)));
  };
  const point = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    setAt(Math.max(0, Math.min(bars.length - 1, Math.floor(((event.clientX - box.left) / box.width) * bars.length))));
  };
  const shown = bars[at];
  const sum = bars.reduce((all, bar) => all + bar.n, 0);
  return (
    <figure class={wide ? 'chart wide' : 'chart'}>
      <figcaption>
        <span>{title}</span>
        <span class="n" role="status">{shown ? `${shown.text} · ${count(shown.n)}` : t('stats.sum', { n: sum, most })}</span>
      </figcaption>
      <div class="plot" tabIndex={0} role="group" aria-label={t('stats.arrows', { title })} onKeyDown={press} onPointerMove={point} onPointerLeave={() => setAt(-1)} onClick={() => shown?.to && shown.n > 0 && visit(shown.to)}>
        <svg viewBox={`0 0 ${width} ${TALL}`} preserveAspectRatio="none" role="img" aria-labelledby="area-title area-desc">
          <title id="area-title">{title}</title>
          <desc id="area-desc">{t('stats.sum', { n: sum, most })}</desc>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect class="fill" width="6" height="6" />
            <rect class="stripe" width="2" height="6" />
          </pattern>
          <path fill="url(#hatch)" d={`${line}L${width - STEP / 2},${TALL}L${STEP / 2},${TALL}Z`} />
          <path class="line" d={line} vector-effect="non-scaling-stroke" />
          {at >= 0 && <path class="mark" d={`M${at * STEP + STEP / 2},0V${TALL}`} vector-effect="non-scaling-stroke" />}
        </svg>
      </div>
      <Data bars={bars} first={t('sessions.time')} />
    </figure>
  );
}

/** Bars is a chart of values side by side, each with its name. */
export function Bars({ title, bars }: { title: string; bars: Bar[] }) {
  const most = Math.max(1, ...bars.map((bar) => bar.n));
  return (
    <section class="chart" aria-label={title}>
      <h2>{title}</h2>
      {bars.length === 0 && <p class="dim">{t('stats.nothing')}</p>}
      <ul class="bars">
        {bars.map((bar) => (
          <li key={bar.text}>
            <span class="bar" style={{ '--part': `${(bar.n / most) * 100}%` }} aria-hidden="true" />
            {bar.to && bar.n > 0 ? (
              <Link to={bar.to} class="name" title={bar.text}>{bar.text}</Link>
            ) : (
              <span class="name">{bar.text}</span>
            )}
            <span class="n">{count(bar.n)}</span>
          </li>
        ))}
      </ul>
      {bars.length > 0 && <Data bars={bars} first={title} />}
    </section>
  );
}

function Data({ bars, first }: { bars: Bar[]; first: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="data" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('stats.data')}</summary>
      {open && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{first}</th>
              <th scope="col" class="num">{t('stats.messages')}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.text}>
                <td>{bar.text}</td>
                <td class="num">{count(bar.n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
