import './first';

export { RulesScreen as rules } from '../views/rules/RulesScreen';
