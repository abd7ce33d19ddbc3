// Every word that the page says by itself, by subject. {n} is a number, other {names} are put in as they are.

import { checks } from './en/checks';
import { compare } from './en/compare';
import { frame } from './en/frame';
import { keys } from './en/keys';
import { layers } from './en/layers';
import { list } from './en/list';
import { message } from './en/message';
import { rules } from './en/rules';
import { settings } from './en/settings';
import { tools } from './en/tools';

export const en = {
  ...frame,
  ...list,
  ...layers,
  ...message,
  ...checks,
  ...compare,
  ...rules,
  ...tools,
  ...settings,
  ...keys,
} as const satisfies Record<string, string | { one: string; other: string }>;

/** Key names one text. */
export type Key = keyof typeof en;
