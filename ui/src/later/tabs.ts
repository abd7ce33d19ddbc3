import './first';

// The tabs of a message that are looked at less often than the mail itself.
export { ChecksTab as checks } from '../views/message/ChecksTab';
export { DeliveryTab as delivery } from '../views/message/DeliveryTab';
export { HeadersTab as headers } from '../views/message/HeadersTab';
export { PartsTab as parts } from '../views/message/PartsTab';
