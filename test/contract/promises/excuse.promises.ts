import type { PaymentGateway } from '../../../src/gateways/payment-gateway.js';
import type { GatewayBench } from '../gateway.bench.js';

const LEAST_PROMISES = 60;

/** What each section is about: a gateway is excused from it if and only if it does not offer this. */
const SECTIONS: readonly (readonly [string, keyof PaymentGateway])[] = [
  ['canceling', 'cancellation'],
  ['canceling when something goes wrong', 'cancellation'],
  ['refunding', 'refunds'],
  ['a refund that goes wrong', 'refunds'],
  ['capturing held money', 'capture'],
  ['a capture that goes wrong', 'capture'],
  ['searching', 'search'],
  ['a search that goes wrong', 'search'],
  ['subscribing to webhooks', 'webhookSetup'],
];

/** Comes last: by then every promise has its name. */
export function describeExcusePromises({ harness, register, gateway }: GatewayBench): void {
  describe('what is not promised', () => {
    it.each(SECTIONS)('%s: is excused exactly where there is no %s', (section, capability) => {
      const offered = gateway('http://127.0.0.1:9')[capability];
      expect(section in harness.skips).toBe(offered === undefined);
    });

    it('is named as it is promised elsewhere', () => {
      expect(register.staleSkips()).toEqual([]);
    });

    it('is the exception', () => {
      expect(register.kept.size).toBeGreaterThanOrEqual(LEAST_PROMISES);
    });
  });
}
