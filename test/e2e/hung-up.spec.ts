import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { RefundDto, RefundListDto } from '../../src/payments/dto/refund.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { PostgresProxy } from '../support/postgres.proxy.js';

jest.setTimeout(60_000);

const A_PART = { amount: { value: 300, currency: 'GBP' } };

let world: DunlinWorld;
let proxy: PostgresProxy;

beforeAll(async () => {
  world = await DunlinWorld.create();
  proxy = await PostgresProxy.start(world.database.url);
  await world.start({ DATABASE_URL: proxy.url });
  await world.connect();
});

afterAll(async () => {
  await world.close();
  await proxy.cut();
});

async function aPaidLink(): Promise<LinkDto> {
  const link = await world.link(`INV-${randomUUID()}`);
  const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
  await world.provider.payAt(String(pressed.headers['location']), PAYS);
  await world.erp.waitFor(link.payment.reference, 'payment.paid');
  return link;
}

/** The ERP asks again as it should, until it is answered. */
function askedAgain(path: string, key: string): Promise<RefundDto> {
  return patiently(async () => {
    const answer = await world.api.post(path, A_PART, { headers: { 'idempotency-key': key } });
    return answer.status === 409 ? undefined : answer.json<RefundDto>();
  });
}

/** Of the refunds, as soon as there is one. */
function amountsAt(path: string): Promise<number[]> {
  return patiently(async () => {
    const { data } = await world.api.read<RefundListDto>(path);
    return data.length > 0 ? data.map(({ amount }) => amount.value) : undefined;
  });
}

it('a refund of a part whose caller hangs up while the key is looked up does not become one of everything', async () => {
  const path = `/v1/payments/${(await aPaidLink()).paymentId}/refunds`;
  const key = randomUUID();
  const arrived = proxy.stopAt('before', /FROM api_keys/);
  const lost = world.api.post(path, A_PART, { headers: { 'idempotency-key': key }, timeoutMs: 500 });
  await Promise.all([arrived, expect(lost).rejects.toThrow('timeout')]);
  proxy.goOn();
  const answer = await askedAgain(path, key);

  expect(await amountsAt(path)).toEqual([300]);
  expect(answer.amount).toEqual(A_PART.amount);
});
