import './first';

// What lies on top of the page for a moment.
export { LinkSheet as links } from '../views/layers/LinkSheet';
export { MineSheet as mine } from '../views/layers/MineSheet';
export { Palette as palette } from '../views/layers/Palette';
export { TagSheet as tags } from '../views/layers/TagSheet';
export { ViewSheet as save } from '../views/layers/ViewSheet';
