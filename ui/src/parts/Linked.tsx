import type { ComponentChildren } from 'preact';

const URLS = /\bhttps?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/g;

/** Linked is text in which web addresses can be followed. They open apart from this page and are told nothing of it. */
export function Linked({ text }: { text: string }) {
  const out: ComponentChildren[] = [];
  let from = 0;
  for (const match of text.matchAll(URLS)) {
    out.push(text.slice(from, match.index));
    out.push(
      <a href={match[0]} target="_blank" rel="noopener noreferrer nofollow">
        {match[0]}
      </a>,
    );
    from = match.index + match[0].length;
  }
  out.push(text.slice(from));
  return <>{out}</>;
}
