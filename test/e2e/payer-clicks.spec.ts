import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import type { DunlinProcess } from '../support/dunlin.process.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let second: DunlinProcess;

beforeAll(async () => {
  world = await DunlinWorld.running();
  second = await world.start({ PORT: String(await freePort()), ROLE: 'api' });
});

afterAll(() => world.close());

describe('opening a link', () => {
  const SCANNERS = ['Mozilla/5.0 (compatible; bingbot/2.0)', 'Barracuda Sentinel', 'SafeLinks', 'curl/8.5.0', ''];
  const PERSON = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

  it('calls no provider and changes no payment, however often scanners and people do it', async () => {
    const { link, reference } = await aLink();
    const before = await world.payment(reference);
    const answers = await inBatches(500, 25, (index) =>
      exchange({
        method: index % 5 === 0 ? 'HEAD' : 'GET',
        url: index % 2 === 0 ? link.url : `${link.url}?utm_source=mail`,
        headers: {
          'user-agent': index % 10 === 9 ? PERSON : SCANNERS[index % SCANNERS.length]!,
          'accept-language': 'en-GB',
        },
      }),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await world.provider.ledger()).callsByReference[reference]).toBeUndefined();
    expect(await world.payment(reference)).toEqual(before);
    const { opens } = await world.api.read<LinkDto>(`/v1/links/${link.id}`);
    expect(opens).toMatchObject({ people: 50, scanners: 450 });
  });

  it('does not press the button: a HEAD or GET of its address is no press, and leads to it', async () => {
    const { link, reference } = await aLink();
    const answers = await Promise.all(
      (['GET', 'HEAD'] as const).map((method) => exchange({ method, url: `${link.url}/pay` })),
    );

    expect(answers.map(({ status, headers }) => [status, headers['location']])).toEqual([
      [303, new URL(link.url).pathname],
      [303, new URL(link.url).pathname],
    ]);
    expect(await world.provider.calls(reference, 'create')).toBe(0);
  });

  it('says nothing about a token that names nothing, whatever it looks like', async () => {
    const tokens = [randomUUID(), 'x'.repeat(32), '..%2f..%2fetc', '%00', 'a'.repeat(5000)];
    const answers = await Promise.all(
      tokens.map((token) => exchange({ method: 'GET', url: `${world.url}/l/${token}` })),
    );

    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 404));
  });
});

describe('pressing Pay', () => {
  it('makes one checkout for 50 presses at once', async () => {
    const { link, reference } = await aLink();
    const presses = await Promise.all(Array.from({ length: 50 }, () => press(link.url)));

    expectOneCheckout(presses);
    expect(await world.provider.calls(reference, 'create')).toBe(1);
  });

  it('makes one checkout for 50 presses at once on two processes', async () => {
    const { link, reference } = await aLink();
    const elsewhere = link.url.replace(world.url, second.url);
    const presses = await Promise.all(
      Array.from({ length: 50 }, (_, index) => press(index % 2 === 0 ? link.url : elsewhere)),
    );

    expectOneCheckout(presses);
    expect(await world.provider.calls(reference, 'create')).toBe(1);
    expect(await world.provider.intentsFor(reference)).toHaveLength(1);
  });

  it('makes one checkout when one process presses while the other still waits for the provider', async () => {
    const { link, reference } = await aLink();
    await world.provider.scenario({ name: 'provider_reset_after_create', reference });
    const presses = await Promise.all([press(link.url), press(link.url.replace(world.url, second.url))]);

    expectOneCheckout(presses);
    expect(await world.provider.intentsFor(reference)).toHaveLength(1);
  });

  it('leads back to the same checkout after the back button, a second tab or the ERP asking for it', async () => {
    const { link, reference } = await aLink();
    const first = await press(link.url);
    const back = await exchange({ method: 'GET', url: link.url });
    const again = await press(link.url);
    const asked = await world.api.make<{ checkout: { url: string } }>(`/v1/payments/${link.paymentId}/checkout`);

    expect(back.text).toContain(`action="${new URL(link.url).pathname}/pay"`);
    expectOneCheckout([first, again]);
    expect(asked.checkout.url).toBe(first.headers['location']);
    expect(await world.provider.calls(reference, 'create')).toBe(1);
  });

  it('leads back to the link, and to no provider, once the payment is paid', async () => {
    const { link, reference } = await aLink();
    const opened = await press(link.url);
    await world.provider.payAt(String(opened.headers['location']), PAYS);
    await world.erp.waitFor(reference, 'payment.paid');
    const late = await press(link.url);

    expect(late.status).toBe(303);
    expect(late.headers['location']).toBe(new URL(link.url).pathname);
    expect(await world.provider.calls(reference, 'create')).toBe(1);
  });

  it('offers to try again when the provider refuses, and pays nothing twice afterwards', async () => {
    const { link, reference } = await aLink();
    await world.provider.scenario({ name: 'provider_500', reference, operation: 'create', times: 2 });
    const refused = await press(link.url);
    const retried = await pressUntilRedirected(link.url);

    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBeDefined();
    expect(retried.headers['location']).toContain('/checkout/');
    expect(await world.provider.intentsFor(reference)).toHaveLength(1);
  });
});

async function aLink(): Promise<{ link: LinkDto; reference: string }> {
  const reference = `INV-${randomUUID()}`;
  return { reference, link: await world.link(reference) };
}

function press(linkUrl: string): Promise<Answer> {
  return exchange({ method: 'POST', url: `${linkUrl}/pay` });
}

async function pressUntilRedirected(linkUrl: string): Promise<Answer> {
  for (let presses = 1; ; presses += 1) {
    const answer = await press(linkUrl);
    if (answer.status === 303 || presses === 20) return answer;
  }
}

function expectOneCheckout(presses: readonly Answer[]): void {
  expect(new Set(presses.map(({ status }) => status))).toEqual(new Set([303]));
  const urls = new Set(presses.map(({ headers }) => String(headers['location'])));
  expect([...urls]).toEqual([expect.stringContaining('/checkout/pi_')]);
}

async function inBatches(count: number, size: number, work: (index: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < count) {
    const batch = Array.from({ length: size }, (_, index) => work(answers.length + index));
    answers.push(...(await Promise.all(batch)));
  }
  return answers;
}
