import { setTimeout as delay } from 'node:timers/promises';
import type { SwitchFault } from '../fixtures/provider.switch.js';
import type { SmtpMove } from '../support/scripted.smtp.js';
import type { Fault } from './fault.js';
import { SUBSCRIBER_TROUBLES } from './subscriber.js';

const REFUSALS: readonly SwitchFault[] = [
  { status: 401, body: { code: 'unauthorized' } },
  { status: 429, headers: { 'retry-after': '1' } },
  { status: 503 },
  'reset',
];
const MOVES: readonly SmtpMove[] = ['greylist', 'busy', 'cut_in_data', 'cut_before_250'];

/** What breaks around Dunlin: the provider, the mail server, the ERP. */
export const OUTSIDE_FAULTS: readonly Fault[] = [
  {
    name: 'the provider cannot be reached',
    async strike({ providerNetwork }, random) {
      await providerNetwork.cut();
      await delay(random.integer(500, 3000));
      await providerNetwork.mend();
    },
  },
  {
    name: 'the provider says nothing any more',
    async strike({ providerNetwork }, random) {
      providerNetwork.silence();
      await delay(random.integer(500, 3000));
      providerNetwork.restore();
    },
  },
  {
    name: 'the way to the provider is slow',
    async strike({ providerNetwork }, random) {
      providerNetwork.delay(random.integer(100, 500));
      await delay(random.integer(2000, 4000));
      providerNetwork.delay(0);
    },
  },
  {
    name: 'the provider refuses one account',
    async strike({ provider, shops }, random) {
      const { authorization } = random.chance(0.8) ? shops[0]! : shops[1]!;
      provider.break(authorization, random.pick(REFUSALS));
      await delay(random.integer(1500, 4000));
      provider.mend();
    },
  },
  {
    name: 'the mail server is away',
    async strike({ smtp }, random) {
      await smtp.stop();
      await delay(random.integer(1000, 4000));
      await smtp.listen();
    },
  },
  {
    name: 'the mail server makes trouble',
    async strike({ smtp }, random) {
      smtp.next(...Array.from({ length: random.integer(2, 6) }, () => random.pick(MOVES)));
      await delay(random.integer(1000, 3000));
    },
  },
  ...SUBSCRIBER_TROUBLES.map((trouble): Fault => ({
    name: `an endpoint of the ERP ${trouble}`,
    async strike({ subscribers }, random) {
      const subscriber = random.pick(subscribers);
      subscriber.trouble = trouble;
      await delay(random.integer(1500, 4000));
      subscriber.trouble = null;
    },
  })),
];
