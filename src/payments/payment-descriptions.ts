import { Injectable } from '@nestjs/common';
import { PaymentDto } from './dto/payment.dto.js';
import { PaymentLinks } from './payment-links.js';
import type { Payment } from './payment.entity.js';
import { PaymentsRepository } from './payments.repository.js';

/** Payments as the API shows them, with their newest checkout and their links: two queries, however many they are. */
@Injectable()
export class PaymentDescriptions {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly links: PaymentLinks,
  ) {}

  async of(payment: Payment): Promise<PaymentDto> {
    return (await this.ofAll([payment]))[0]!;
  }

  async ofAll(payments: readonly Payment[]): Promise<PaymentDto[]> {
    const [checkouts, links] = await Promise.all([this.repository.lastCheckouts(payments), this.links.of(payments)]);
    return payments.map((payment) =>
      PaymentDto.from(payment, { checkout: checkouts.get(payment.id), links: links.get(payment.id) ?? [] }),
    );
  }
}
