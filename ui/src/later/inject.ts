import './first';

export { InjectSheet as inject } from '../views/layers/InjectSheet';
