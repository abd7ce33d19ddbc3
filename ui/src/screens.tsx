import type { FunctionComponent } from 'preact';
import type { Screen } from './route';
import { CompareScreen } from './views/compare/CompareScreen';
import { InjectSheet } from './views/layers/InjectSheet';
import { LinkSheet } from './views/layers/LinkSheet';
import { MineSheet } from './views/layers/MineSheet';
import { Palette } from './views/layers/Palette';
import { TagSheet } from './views/layers/TagSheet';
import { ViewSheet } from './views/layers/ViewSheet';
import { RulesScreen } from './views/rules/RulesScreen';
import { RunScreen } from './views/runs/RunScreen';
import { SessionsScreen } from './views/sessions/SessionsScreen';
import { SettingsScreen } from './views/settings/SettingsScreen';
import { StatsScreen } from './views/stats/StatsScreen';

// What is not needed to show the mail comes in a file of its own, when it is first asked for.

/** screens are the pages beside the mail. */
export const screens: Partial<Record<Screen, FunctionComponent>> = {
  compare: CompareScreen,
  rules: RulesScreen,
  run: RunScreen,
  sessions: SessionsScreen,
  settings: SettingsScreen,
  stats: StatsScreen,
};

/** layers are what lies on top of the page for a moment. */
export const layers: Record<string, FunctionComponent<{ onClose: () => void }>> = {
  inject: InjectSheet,
  links: LinkSheet,
  mine: MineSheet,
  palette: Palette,
  save: ViewSheet,
  tags: TagSheet,
};
