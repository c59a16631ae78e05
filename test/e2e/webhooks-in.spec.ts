import { createHmac, randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { ConnectionDto, ConnectionListDto } from '../../src/connections/dto/connection.dto.js';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { PostgresProxy } from '../support/postgres.proxy.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

interface SimulatorSubscription {
  readonly url: string;
  readonly secrets: readonly { readonly value: string; readonly isActive: boolean }[];
}

let world: DunlinWorld;
let proxy: PostgresProxy;
let webhookUrl: string;
let secret: string;

beforeAll(async () => {
  world = await DunlinWorld.create();
  proxy = await PostgresProxy.start(world.database.url);
  await world.start({ DATABASE_URL: proxy.url });
  const apiKey = await world.connect();
  const { data } = await world.api.read<ConnectionListDto>('/v1/connections');
  webhookUrl = (data[0] satisfies ConnectionDto | undefined)!.webhookUrl;
  secret = await activeSecret(apiKey);
});

afterAll(async () => {
  await world.close();
  await proxy.cut();
});

describe('a webhook that does not come, or comes oddly', () => {
  it('is not needed: the payment is paid by the timed looks', async () => {
    const { reference, checkoutUrl } = await openedCheckout();
    await world.provider.scenario({ name: 'webhook_lost', reference });
    await world.provider.payAt(checkoutUrl, PAYS);
    await world.erp.waitFor(reference, 'payment.paid', 20_000);

    expect(await receivedFor(reference)).toEqual([]);
  });

  it('changes nothing when it comes late: the payer was back earlier, and the payment is paid already', async () => {
    const { reference, checkoutUrl } = await openedCheckout();
    await world.provider.scenario({ name: 'webhook_late', reference, delayMs: 2500 });
    const paid = await world.provider.payAt(checkoutUrl, PAYS);
    await exchange({ method: 'GET', url: String(paid.headers['location']) });
    await world.erp.waitFor(reference, 'payment.paid');
    const before = await world.payment(reference);
    await patiently(async () => ((await receivedFor(reference)).length > 0 ? true : undefined), 10_000);
    await lookedAfter(reference, before.version);

    expect(await typesOf(reference)).toEqual(['payment.created', 'payment.pending', 'payment.paid']);
  });

  it('has one effect and is kept once however often it comes', async () => {
    const { reference, checkoutUrl, intentId } = await openedCheckout();
    await world.provider.payAt(checkoutUrl, PAYS);
    const body = event({ paymentIntentId: intentId, paymentStatus: 'Captured' });
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(body)));
    await world.erp.waitFor(reference, 'payment.paid');

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect((await keptEvents()).filter((id) => id === idOf(body))).toHaveLength(1);
    expect(await typesOf(reference)).toEqual(['payment.created', 'payment.pending', 'payment.paid']);
  });

  it('is only a reason to look: one that claims success changes nothing at an unpaid payment', async () => {
    const { reference, intentId } = await openedCheckout();
    const looksBefore = await world.provider.calls(reference, 'fetch');
    const answer = await send(event({ paymentIntentId: intentId, paymentStatus: 'Captured' }));
    await patiently(async () => ((await world.provider.calls(reference, 'fetch')) > looksBefore ? true : undefined));

    expect(answer.status).toBe(204);
    expect(await world.payment(reference)).toMatchObject({ status: 'pending', amountPaid: { value: 0 } });
  });
});

describe('a forged webhook', () => {
  const body = event({ paymentIntentId: 'pi_sandbox_forged', paymentStatus: 'Captured' });
  const flipped = (hex: string) => hex.slice(0, -1) + (Number.parseInt(hex.at(-1)!, 16) ^ 1).toString(16);
  const forgeries: Record<string, () => Promise<Answer>> = {
    'with one flipped bit in the signature': () => send(body, { 'dojo-signature': flipped(signatureOf(body)) }),
    'with one changed byte in the body': () =>
      send(body.replace('forged', 'forgex'), { 'dojo-signature': signatureOf(body) }),
    'with the same JSON written differently': () =>
      send(JSON.stringify(JSON.parse(body), null, 1), { 'dojo-signature': signatureOf(body) }),
    'without a signature': () => post(body, {}),
    'with an empty signature': () => send(body, { 'dojo-signature': '' }),
    'with a signature of another length': () => send(body, { 'dojo-signature': 'sha256=4B-49' }),
    'with an empty body': () => send('', { 'dojo-signature': signatureOf(body) }),
    'signed with another secret': () => send(body, { 'dojo-signature': signatureOf(body, 'wrong secret') }),
  };

  it.each(Object.entries(forgeries))('is refused and not kept: %s', async (_, forge) => {
    const before = await keptEvents();
    const answer = await forge();

    expect(answer.status).toBe(401);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(await keptEvents()).toEqual(before);
  });

  it('is not found at an address that is nobody’s', async () => {
    const answers = await Promise.all([
      send(
        body,
        {},
        webhookUrl.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      ),
      send(body, {}, webhookUrl.replace('/dojo/', '/other/')),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });
});

describe('an authentic webhook that is of no use', () => {
  const useless: Record<string, string | Buffer> = {
    'about a checkout nobody knows': event({ paymentIntentId: 'pi_sandbox_unknown', paymentStatus: 'Captured' }),
    'about an event nobody knows': JSON.stringify({ id: `evt_${randomUUID()}`, event: 'terminal.exploded', data: 7 }),
    'that is no JSON': `<not json ${randomUUID()}>`,
    'that is no text': Buffer.concat([Buffer.from([0, 0xff, 0xfe, 0xc3, 0x28]), Buffer.from(randomUUID())]),
    'with NUL and lone surrogates in it': `{"id":"evt_\\u0000\\ud800_${randomUUID()}","event":"\\u0000","data":{}}`,
  };

  it.each(Object.entries(useless))('is acknowledged and kept, byte for byte: %s', async (_, body) => {
    const answer = await send(body);
    const kept = await world.rows('SELECT id FROM received_webhooks WHERE body = $1', [Buffer.from(body)]);

    expect(answer.status).toBe(204);
    expect(kept).toHaveLength(1);
  });
});

describe('the door itself', () => {
  it('verifies whatever content type is claimed', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', 'x'];
    const answers = await Promise.all(types.map((type) => send(anEvent(), { 'content-type': type })));

    expect(answers.map(({ status }) => status)).toEqual(types.map(() => 204));
  });

  it('answers 413 to five megabytes', async () => {
    const answer = await send(Buffer.alloc(5 * 1024 * 1024, 0x20));

    expect(answer.status).toBe(413);
    expect(answer.json()).toMatchObject({ code: 'payload_too_large' });
  });

  it('answers 503 while the database is away, so that the provider repeats it, and 204 once it is back', async () => {
    const body = anEvent();
    await proxy.cut();
    const refused = await send(body);
    await proxy.mend();
    const taken = await patiently(async () => {
      const answer = await send(body);
      return answer.status === 503 ? undefined : answer;
    });

    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBeDefined();
    expect(refused.json()).toMatchObject({ code: 'unavailable' });
    expect(taken.status).toBe(204);
    expect((await keptEvents()).filter((id) => id === idOf(body))).toHaveLength(1);
  });
});

async function openedCheckout(): Promise<{ reference: string; link: LinkDto; checkoutUrl: string; intentId: string }> {
  const reference = `INV-${randomUUID()}`;
  const link = await world.link(reference);
  const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
  const [intent] = await world.provider.intentsFor(reference);
  return { reference, link, checkoutUrl: String(pressed.headers['location']), intentId: intent!.id };
}

async function activeSecret(apiKey: string): Promise<string> {
  const headers = { authorization: `Basic ${apiKey}`, version: '2026-02-27' };
  const answer = await exchange({ method: 'GET', url: `${world.simulator.url}/webhooks`, headers });
  const subscription = answer.json<SimulatorSubscription[]>().find(({ url }) => url === webhookUrl);
  return subscription!.secrets.find(({ isActive }) => isActive)!.value;
}

function event(data: object): string {
  return JSON.stringify({ id: `evt_${randomUUID()}`, event: 'payment_intent.status_updated', accountId: 'acc', data });
}

function anEvent(): string {
  return event({ paymentIntentId: 'pi_sandbox_unknown', paymentStatus: 'Created' });
}

function idOf(body: string): string {
  return (JSON.parse(body) as { id: string }).id;
}

function signatureOf(body: string | Buffer, key = secret): string {
  const hex = createHmac('sha256', key).update(body).digest('hex').toUpperCase();
  return `sha256=${hex.match(/../g)!.join('-')}`;
}

/** Signed as the provider does, unless the headers say otherwise. */
function send(body: string | Buffer, headers: Record<string, string> = {}, url = webhookUrl): Promise<Answer> {
  return post(body, { 'dojo-signature': signatureOf(body), ...headers }, url);
}

function post(body: string | Buffer, headers: Record<string, string>, url = webhookUrl): Promise<Answer> {
  return exchange({ method: 'POST', url, body, headers });
}

async function receivedFor(reference: string): Promise<object[]> {
  return world.rows(
    `SELECT w.event_id FROM received_webhooks w JOIN checkouts c ON c.provider_payment_id = ANY (w.provider_payment_ids)
     JOIN payments p ON p.id = c.payment_id WHERE p.reference = $1 AND w.event_type <> 'payment_intent.created'`,
    [reference],
  );
}

async function keptEvents(): Promise<string[]> {
  const rows = await world.rows<{ event_id: string }>(
    'SELECT event_id FROM received_webhooks ORDER BY received_at, id',
  );
  return rows.map((row) => row.event_id);
}

/** The look that the webhook asked for has been made: nothing is due at once any more. */
async function lookedAfter(reference: string, version: number): Promise<void> {
  await patiently(async () => {
    const [row] = await world.rows<{ is_due: boolean }>(
      `SELECT bool_or(c.due_at <= now()) AS is_due FROM checkouts c JOIN payments p ON p.id = c.payment_id WHERE p.reference = $1`,
      [reference],
    );
    return row?.is_due ? undefined : true;
  });
  expect((await world.payment(reference)).version).toBe(version);
}

async function typesOf(reference: string): Promise<string[]> {
  return (await world.eventsAbout(reference)).map(({ type }) => type);
}
