import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { inked } from '../query';

interface Props {
  text: string;
  /** Index of the character with a mistake, -1 for none. */
  bad: number;
  /** The box that the text is typed in. */
  box: RefObject<HTMLInputElement | null>;
}

/** What may move the text inside its box. */
const MOVES = ['scroll', 'keydown', 'keyup', 'wheel', 'blur', 'pointermove', 'dragover'];

/** Inked shows a query in colours over the box that it is typed in, letter above letter, also where it has moved inside the box. Who does not see it has the box. */
export function Inked({ text, bad, box }: Props) {
  const ink = useRef<HTMLSpanElement>(null);
  const follow = () => {
    if (ink.current && box.current) ink.current.style.transform = `translateX(${-box.current.scrollLeft}px)`;
  };
  useLayoutEffect(follow);
  useEffect(() => {
    const element = box.current!;
    let asked = 0;
    const soon = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(follow);
    };
    for (const kind of MOVES) element.addEventListener(kind, soon, { passive: true });
    document.addEventListener('selectionchange', soon);
    return () => {
      cancelAnimationFrame(asked);
      for (const kind of MOVES) element.removeEventListener(kind, soon);
      document.removeEventListener('selectionchange', soon);
    };
  }, []);
  return (
    <span class="ink" aria-hidden="true">
      <span ref={ink}>
        {inked(text, bad).map((piece, at) => (
          <span key={at} class={[piece.ink && `ink-${piece.ink}`, piece.bad && 'bad'].filter(Boolean).join(' ') || undefined}>{piece.text}</span>
        ))}
      </span>
    </span>
  );
}
