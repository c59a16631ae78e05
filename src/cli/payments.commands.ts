import { toPublicId } from '../common/ids.js';
import { Database } from '../database/database.js';
import { PaymentRefresh } from '../payments/payment-refresh.service.js';
import type { Command } from './command.js';
import { keyOf } from './ids.js';

export const PAYMENTS_COMMANDS: readonly Command[] = [
  {
    name: 'payments look',
    about: 'Look at a payment at its provider now',
    words: ['<pay_…>'],
    run: async (app, { words }) => {
      const key = await keyOf(app.get(Database), 'payment', { table: 'payments', publicId: words[0]! });
      const { id, mode, reference, status, money, amountPaid, amountRefunded, reviewReason, version } = await app
        .get(PaymentRefresh)
        .refresh(key);
      return {
        data: {
          id: toPublicId('payment', id),
          mode,
          reference,
          status,
          amount: money.value,
          currency: money.currency,
          amountPaid,
          amountRefunded,
          review: reviewReason,
          version,
        },
      };
    },
  },
];
