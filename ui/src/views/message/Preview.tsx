import { useEffect, useRef, useState } from 'preact/hooks';
import { rooted } from '../../base';
import { t } from '../../i18n/t';
import { inbox, info } from '../../store/app';

/** What a mail may do: nothing, but open a link apart from this page. */
export const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

/** previewed returns where a preview is: with the page, or at the origin that previews have for themselves. */
export function previewed(path: string): string {
  const origin = info.value?.previews ?? '';
  return (origin.startsWith(':') ? `http://${location.hostname}${origin}` : origin) + rooted(path);
}

/** A new mail is shown at the latest after this long, loaded or not. */
const LATEST = 400;

interface Props {
  url: string;
  title: string;
  /** In pixels of the mail; 0 fills the pane. */
  width: number;
  height?: number;
  dark: boolean;
  zoom: number;
}

/**
 * Preview shows a mail in a frame of its own origin, without scripts. While a
 * new mail loads, the old one stays, so that going through a list does not
 * flash. The colour scheme of the frame element is what the mail takes for the
 * user's choice.
 */
export function Preview({ url, title, width, height = 0, dark, zoom }: Props) {
  const [shown, setShown] = useState(url);
  const there = useRef(new Set<string>());
  const away = inbox.link.value === 'offline' && !there.current.has(url);
  const frames = away ? [] : shown === url ? [url] : [shown, url];
  const timer = useRef(0);
  useEffect(() => {
    if (shown === url) return;
    timer.current = window.setTimeout(() => setShown(url), LATEST);
    return () => clearTimeout(timer.current);
  }, [url, shown]);
  const size = { '--w': width ? `${width}px` : undefined, '--h': height ? `${height}px` : undefined, '--zoom': zoom };
  return (
    <div class={['preview', width && 'sized', height && 'device', zoom !== 1 && 'zoomed'].filter(Boolean).join(' ')} style={size} {...(height || width || zoom !== 1 ? { tabIndex: 0, role: 'group', 'aria-label': t('html.frame') } : {})}>
      {away && <p class="state dim" role="status">{t('html.missing')}</p>}
      <div class="frames" hidden={away}>
        {frames.map((frame) => (
          <iframe
            key={frame}
            class={[frame === shown ? 'now' : 'next', dark && 'dark'].filter(Boolean).join(' ')}
            title={title}
            sandbox={SANDBOX}
            referrerpolicy="no-referrer"
            src={frame}
            aria-hidden={frame !== url || undefined}
            onLoad={() => {
              // A frame also loads what the browser says of a server that it does not reach.
              if (inbox.link.peek() !== 'offline') there.current.add(frame);
              if (frame === url) setShown(url);
            }}
          />
        ))}
      </div>
    </div>
  );
}
