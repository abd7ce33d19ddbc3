import { SessionsScreen } from './views/sessions/SessionsScreen';
import type { Screen } from './route';
import type { FunctionComponent } from 'preact';

// What is not needed to show the mail comes in a file of its own, when it is first asked for.

/** screens are the pages beside the mail. */
export const screens: Partial<Record<Screen, FunctionComponent>> = {
  sessions: SessionsScreen,
};
