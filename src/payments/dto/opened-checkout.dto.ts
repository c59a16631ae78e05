import { CheckoutDto, PaymentDto } from './payment.dto.js';

export class OpenedCheckoutDto {
  checkout: CheckoutDto;
  payment: PaymentDto;
}
