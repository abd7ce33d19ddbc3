import './first';

export { CompareScreen as compare } from '../views/compare/CompareScreen';
