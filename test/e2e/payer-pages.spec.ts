import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { request } from 'undici';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

const PERSON = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' };

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.running();
});

afterAll(() => world.close());

describe('every page of a payer', () => {
  it('forbids frames, foreign scripts, referrers, caches and search engines', async () => {
    const { url } = await aLink();
    const unknown = `${world.url}/l/${'x'.repeat(32)}`;
    for (const page of [url, `${url}/return`, unknown, `${world.url}/r/${'x'.repeat(32)}`]) {
      const { headers } = await exchange({ method: 'GET', url: page });

      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      });
      expect(policyOf(headers)).toEqual({
        'default-src': "'none'",
        'style-src': "'self'",
        'script-src': "'self'",
        'connect-src': "'self'",
        'img-src': "'self' data:",
        'form-action': "'self' https: http:",
        'base-uri': "'none'",
        'frame-ancestors': "'none'",
      });
    }
  });

  it.each([
    ['hi-IN,hi;q=0.9,en;q=0.5', 'hi', 'Sample Company को भुगतान'],
    ['fr', 'fr', 'Paiement à Sample Company'],
    ['es,de-AT;q=0.8,en;q=0.1', 'de', 'Zahlung an Sample Company'],
    ['es', 'en', 'Payment to Sample Company'],
  ])('speaks to a browser that asks for %s in %s', async (wanted, language, heading) => {
    const { url } = await aLink();
    const page = await exchange({ method: 'GET', url, headers: { 'accept-language': wanted } });

    expect(page.text).toContain(`<html lang="${language}">`);
    expect(page.text).toContain(heading);
    expect(page.headers['vary']).toContain('Accept-Language');
  });

  it('waits before trying again as long as the provider asks for', async () => {
    const { url, payment } = await aLink();
    const order = {
      name: 'provider_429',
      reference: payment.reference,
      operation: 'create',
      times: 3,
      retryAfterSeconds: 17,
    };
    await world.provider.scenario(order);
    const refused = await exchange({ method: 'POST', url: `${url}/pay` });

    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('17');
  });
});

describe('opening a link', () => {
  it('is told to the ERP once, when the first person does, and never with the URL', async () => {
    const link = await aLink();
    const visits = [
      { 'user-agent': 'curl/8' },
      ...Array.from({ length: 3 }, () => ({ ...PERSON, 'accept-language': 'en' })),
    ];
    for (const headers of visits) await exchange({ method: 'GET', url: link.url, headers });
    const events = await eventsAbout(link, 'link.opened');

    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain(new URL(link.url).pathname.slice(3));
    expect(await world.api.read<LinkDto>(`/v1/links/${link.id}`)).toMatchObject({ opens: { people: 3, scanners: 1 } });
  });
});

describe('a link that runs out', () => {
  it('is told of once, and again when it was given more time and that is over too', async () => {
    const rest = new RestCalls(world);
    const link = await aLink();
    await runOut(link);
    await told(link, 1);
    const expiresAt = new Date(Date.now() + 3600_000).toISOString();
    await rest.send('patch', `/v1/links/${link.id}`).send({ expiresAt }).expect(200);
    await runOut(link);

    await told(link, 2);
  });

  it('with its payment is told of at the payment’s end, wherever that was moved to', async () => {
    const rest = new RestCalls(world);
    const link = await aLink();
    const expiresAt = new Date(Date.now() + 1500).toISOString();
    await rest.send('patch', `/v1/payments/${link.paymentId}`).send({ expiresAt }).expect(200);

    await told(link, 1);
    expect((await world.api.read<LinkDto>(`/v1/links/${link.id}`)).status).toBe('expired');
  });
});

describe('the events of an open page', () => {
  it('tell at once what became of the payment', async () => {
    const link = await aLink();
    const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
    const stream = await listen(link.url);
    expect(await stream.heard()).toBe('confirming');
    await world.provider.payAt(String(pressed.headers['location']), PAYS);
    expect(await stream.heard()).toBe('paid');
    await stream.close();
  });

  it('end when the process does, which need not wait for them', async () => {
    const port = String(await freePort());
    const second = await world.start({ PORT: port, ROLE: 'api' });
    const { url } = await aLink();
    const stream = await listen(url.replace(world.url, `http://127.0.0.1:${port}`));
    await stream.heard();
    const beganMs = performance.now();
    await Promise.all([second.kill('SIGTERM'), stream.ended()]);

    expect(performance.now() - beganMs).toBeLessThan(5000);
  });

  it('are had by eight pages of one link at once, and by the next when one of them goes', async () => {
    const link = await aLink();
    const streams = await Promise.all(Array.from({ length: 8 }, () => listen(link.url)));
    const ninth = await exchange({ method: 'GET', url: `${link.url}/events` });
    await streams[0]!.close();

    expect(ninth.status).toBe(429);
    expect(ninth.headers['retry-after']).toBe('10');
    const next = await patiently(() => listen(link.url).catch(() => undefined));
    await Promise.all([...streams.slice(1), next].map((stream) => stream.close()));
  });
});

function aLink(): Promise<LinkDto> {
  return world.link(`INV-${randomUUID()}`);
}

function policyOf(headers: Answer['headers']): Record<string, string> {
  const directives = String(headers['content-security-policy']).split(';');
  return Object.fromEntries(
    directives.map((directive) => {
      const [name, ...sources] = directive.trim().split(' ');
      return [name!, sources.join(' ')];
    }),
  );
}

/** As if its time were up. */
function runOut({ payment }: LinkDto): Promise<unknown> {
  return world.rows(
    `UPDATE links SET expires_at = now(), due_at = now() WHERE payment_id = (SELECT id FROM payments WHERE reference = $1)`,
    [payment.reference],
  );
}

async function eventsAbout({ id }: LinkDto, type: string) {
  const events = (await world.events()) as unknown as { type: string; data: { link?: { id: string } } }[];
  return events.filter((event) => event.type === type && event.data.link?.id === id);
}

async function told(link: LinkDto, times: number): Promise<void> {
  await patiently(async () => ((await eventsAbout(link, 'link.expired')).length >= times ? true : undefined));
  expect(await eventsAbout(link, 'link.expired')).toHaveLength(times);
}

/** A page that listens. Rejects when it may not. */
async function listen(linkUrl: string) {
  const hangUp = new AbortController();
  const { statusCode, body } = await request(`${linkUrl}/events`, { signal: hangUp.signal });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`The stream answered ${statusCode}`);
  }
  const chunks = body.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
  return {
    /** The next news. */
    heard: async (): Promise<string> => {
      for (;;) {
        const status = /^event: status\ndata: (\w+)$/m.exec((await chunks.next()).value)?.[1];
        if (status !== undefined) return status;
      }
    },
    /** Resolves when the server has nothing more to say. */
    ended: async () => {
      while (!(await chunks.next()).done);
    },
    close: async () => {
      hangUp.abort();
      await chunks.return?.().catch(() => undefined);
    },
  };
}
