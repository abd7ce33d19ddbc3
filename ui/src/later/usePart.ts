import { useEffect } from 'preact/hooks';
import { inbox } from '../store/app';
import { fetchPart, part } from './files';

/** usePart is part for a component that stays: what did not come is sent for again when the server is back. */
export function usePart(name: string): ReturnType<typeof part> {
  const there = part(name);
  const live = inbox.link.value === 'live';
  useEffect(() => {
    if (live && there === 'failed') void fetchPart(name);
  }, [live, name]);
  return there;
}
