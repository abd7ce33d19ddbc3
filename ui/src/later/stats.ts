import './first';

export { StatsScreen as stats } from '../views/stats/StatsScreen';
