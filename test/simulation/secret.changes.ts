import { setTimeout as delay } from 'node:timers/promises';
import type { Shop } from '../fixtures/shop.js';
import { exchange, type Answer } from '../support/api.client.js';
import type { Fault } from './fault.js';
import type { SimulationWorld } from './simulation.world.js';

/** No faults, but what must not become one: a secret takes another one's place while everything goes on. */
export const SECRET_CHANGES: readonly Fault[] = [
  {
    name: 'an endpoint gets another secret',
    async strike({ erp, subscribers }, random) {
      const subscriber = random.shuffled(subscribers).find(({ canRotate }) => canRotate);
      if (!subscriber) return;
      const path = `/v1/webhook-endpoints/${subscriber.id}/rotate-secret`;
      const answer = await erp.ask({ method: 'POST', path, body: { overlapHours: 1 }, key: random.token() });
      subscriber.learn(bodyOf<{ secret: string }>(answer, 200).secret);
      await delay(random.integer(1500, 4000));
      subscriber.adopt();
    },
  },
  {
    name: 'the ERP gets another API key',
    async strike({ erp, chronicle }, random) {
      const former = erp.apiKey;
      const path = `/v1/api-keys/${former.id}/roll`;
      const answer = await erp.ask({ method: 'POST', path, body: { overlapHours: 1 }, key: random.token() });
      erp.apiKey = bodyOf(answer, 201);
      const read = await erp.ask({ method: 'GET', path: '/v1/account', as: former });
      if (read.status === 200) chronicle.saw('a request was let in by the former key');
      else chronicle.violate(`the former key was answered ${read.status} within its overlap`);
    },
  },
  {
    name: 'the provider signs with another secret',
    async strike(world, random) {
      const shop = random.pick(world.shops);
      await signAnew(world, shop);
      // Until then our answer is 401, and the provider comes again.
      const path = `/v1/connections/${shop.connection.id}/verify`;
      bodyOf(await world.erp.ask({ method: 'POST', path, key: random.token() }), 200);
      world.chronicle.saw('the provider signed with another secret');
    },
  },
];

/** As somebody does in the provider's portal. */
async function signAnew({ dunlin }: SimulationWorld, { authorization }: Shop): Promise<void> {
  const call = async <Body>(method: 'GET' | 'POST' | 'PUT', path: string): Promise<Body> => {
    const headers = { authorization, version: '2025-09-10' };
    const answer = await exchange({ method, url: `${dunlin.simulator.url}/webhooks${path}`, headers });
    return answer.text === '' ? (undefined as Body) : answer.json<Body>();
  };
  const [subscription] = await call<{ id: string }[]>('GET', '');
  const path = `/${subscription!.id}/secrets`;
  const { secrets } = await call<{ secrets: { id: string }[] }>('POST', path);
  await call('PUT', `${path}/${secrets.at(-1)!.id}/activate`);
}

function bodyOf<Body>(answer: Answer, status: number): Body {
  if (answer.status !== status) throw new Error(`A secret was not changed: ${answer.status} ${answer.text}`);
  return answer.json<Body>();
}
