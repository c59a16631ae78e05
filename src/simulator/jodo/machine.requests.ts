import { optionalChoice, optionalFlag, optionalText, requiredText } from '../request.rules.js';
import type { PayMethod } from './jodo.state.js';

/** The body of `POST /_sim/pay` for one of Jodo's orders, named by `orderId` or, as for Dojo, by `intentId`. */
export class MachineRequest {
  @optionalText(100) orderId?: string;
  @optionalText(100) intentId?: string;
  @optionalChoice('upi', 'card') method?: PayMethod;
  @optionalFlag() approve?: boolean;
  @optionalFlag() slowBank?: boolean;
}

/** The body of `POST /_sim/settle`. */
export class SettleRequest {
  @requiredText(100) orderId: string;
}
