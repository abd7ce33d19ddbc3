import './first';

export { SessionsScreen as sessions } from '../views/sessions/SessionsScreen';
