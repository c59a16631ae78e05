import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { EndpointDto, EndpointListDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

/** An hour of the default schedules and figures takes so long here. */
const HOUR_MS = 90;
const SCHEDULE_HOURS = [0, 0.0014, 0.0167, 0.083, 0.5, 2, 5, 10, 14, 20, 24];
const WEEKEND_HOURS = 60;

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.running({
    DELIVERY_SCHEDULE: SCHEDULE_HOURS.map((hours) => ((hours * HOUR_MS) / 1000).toFixed(3)).join(','),
    // 24 hours and five days, rounded to the seconds that they are given in.
    ENDPOINT_WARN_SECONDS: '2',
    ENDPOINT_PAUSE_SECONDS: '11',
    WORKER_POLL_MS: '50',
  });
});

afterAll(() => world.close());

function pay(reference: string): Promise<PaymentDto> {
  return world.api.make('/v1/payments', { reference, amount: { value: 1050, currency: 'GBP' } });
}

describe('an endpoint that is down for a weekend', () => {
  const references = Array.from({ length: 10 }, (_, index) => `weekend-${index}`);

  it('is warned about, not given up', async () => {
    world.erp.answer = () => 503;
    for (const reference of references) {
      await pay(reference);
      await delay((WEEKEND_HOURS * HOUR_MS) / references.length);
    }
    const warnings = (await world.events()).filter(({ type }) => type === 'endpoint.warning');
    expect(warnings).toHaveLength(1);
    const { data } = await world.api.read<EndpointListDto>('/v1/webhook-endpoints');
    expect(data.map((endpoint: EndpointDto) => endpoint.status)).toEqual(['active']);
  });

  it('gets everything that it missed, and the warning too', async () => {
    const answeredBefore = world.erp.received.length;
    world.erp.answer = () => 204;
    await patiently(async () => {
      const feed = await world.events();
      const got = new Set(world.erp.received.slice(answeredBefore).map(({ id }) => id));
      return feed.every(({ id }) => got.has(id)) || undefined;
    }, 15_000);
    expect(world.erp.received.slice(answeredBefore).map(({ type }) => type)).toContain('endpoint.warning');
    expect(references.map((reference) => world.erp.about(reference).at(-1)?.type)).toEqual(
      references.map(() => 'payment.created'),
    );
  });
});
