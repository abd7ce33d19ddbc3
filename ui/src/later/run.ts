import './first';

export { RunScreen as run } from '../views/runs/RunScreen';
