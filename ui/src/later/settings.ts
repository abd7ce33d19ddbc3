import './first';

export { SettingsScreen as settings } from '../views/settings/SettingsScreen';
