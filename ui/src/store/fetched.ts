import { useEffect, useRef, useState } from 'preact/hooks';
import { inbox } from './app';

/** Fetched is what a screen asked the server for: the last good answer stays while a new one is fetched or fails. */
export interface Fetched<T> {
  data?: T;
  problem?: string;
  busy: boolean;
  again: () => void;
}

/** useFetched fetches now, whenever key changes, what failed once more when the server is back, and every `every` milliseconds while the page can be seen. */
export function useFetched<T>(key: string, fetch: (signal: AbortSignal) => Promise<T>, every = 0): Fetched<T> {
  const [state, setState] = useState<{ key: string; data?: T; problem?: string; busy: boolean }>({ key, busy: true });
  const [turn, setTurn] = useState(0);
  const ask = useRef(fetch);
  ask.current = fetch;
  useEffect(() => {
    const loading = new AbortController();
    setState((old) => ({ ...old, busy: true, ...(old.key !== key && { key, data: undefined, problem: undefined }) }));
    ask.current(loading.signal).then(
      (data) => loading.signal.aborted || setState({ key, data, busy: false }),
      (cause) => loading.signal.aborted || setState((old) => ({ ...old, busy: false, problem: cause instanceof Error ? cause.message : String(cause) })),
    );
    return () => loading.abort();
  }, [key, turn]);
  const lacks = useRef(false);
  lacks.current = state.key === key && Boolean(state.problem);
  useEffect(() => inbox.link.subscribe((link) => link === 'live' && lacks.current && setTurn((n) => n + 1)), []);
  useEffect(() => {
    if (!every) return;
    const timer = setInterval(() => document.hidden || setTurn((n) => n + 1), every);
    return () => clearInterval(timer);
  }, [every]);
  return { data: state.key === key ? state.data : undefined, problem: state.problem, busy: state.busy, again: () => setTurn((n) => n + 1) };
}
