import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import { answers, ExampleReceiver, EXAMPLES, type Example } from '../fixtures/example.receiver.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from '../support/api.client.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import type { ReceivedEvent } from '../support/erp.receiver.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(60_000);

let world: DunlinWorld;

beforeAll(async () => {
  world = await DunlinWorld.running();
}, 60_000);

afterAll(() => world.close());

async function pay(): Promise<LinkDto> {
  const link = await world.link(`INV-${randomUUID()}`);
  const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
  await world.provider.payAt(String(pressed.headers['location']), PAYS);
  await world.erp.waitFor(link.payment.reference, 'payment.paid');
  return link;
}

function booked({ payment }: LinkDto): Promise<PaymentDto['booking']> {
  return patiently(async () => {
    const { booking } = await world.payment(payment.reference);
    return booking.status === 'unbooked' ? undefined : booking;
  }, 30_000);
}

/** Says in its title why it is not tried, where it cannot be. */
function ifInstalled(isInstalled: boolean, { title, needs }: { title: string; needs: string }) {
  return isInstalled
    ? { suite: describe, name: title }
    : { suite: describe.skip, name: `${title} (not tried: there is no ${needs} on this machine)` };
}

for (const example of EXAMPLES) {
  const title = `the receiver in ${example.title}`;
  const { suite, name } = ifInstalled(example.isInstalled, { title, needs: example.title });
  suite(name, () => receives(example));
}

function receives(example: Example): void {
  let receiver: ExampleReceiver;

  beforeAll(async () => {
    receiver = await ExampleReceiver.start(example, world);
  }, 60_000);

  afterAll(() => receiver?.close());

  /** As Dunlin sends it, but for what a test makes wrong about it. */
  function send(
    event: object,
    { secret = receiver.endpoint.secret, at = new Date(), body = JSON.stringify(event), without = '' } = {},
  ): Promise<Answer> {
    const id = `evt_${randomUUID()}`;
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, JSON.stringify(event)),
    };
    delete headers[without];
    return exchange({ method: 'POST', url: receiver.url, headers, body });
  }

  it('books what is paid, under a voucher', async () => {
    const booking = await booked(await pay());

    expect(booking).toMatchObject({ status: 'posted', voucher: expect.stringMatching(/^V-/), reason: null });
  });

  it('refuses what Dunlin did not send, and books nothing for it', async () => {
    const event = { type: 'payment.paid', data: {} };
    const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    const refusals = [
      await send(event, { secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }),
      await send(event, { body: JSON.stringify({ ...event, amount: 1 }) }),
      await send(event, { at: minutesFromNow(-6) }),
      await send(event, { at: minutesFromNow(6) }),
      await send(event, { without: 'webhook-signature' }),
      await send(event, { without: 'webhook-timestamp' }),
      await send(event, { without: 'webhook-id' }),
      await send(event, { body: '' }),
    ];
    const welcome = await send(event);

    expect(refusals.map(({ status }) => status)).toEqual(refusals.map(() => 401));
    expect(welcome.status).toBe(204);
  });

  it('passes the certificate', async () => {
    const certificate = await world.api.make<{ passed: boolean; checks: { code: string; passed: boolean }[] }>(
      `/v1/webhook-endpoints/${receiver.endpoint.id}/certify`,
    );

    expect(certificate.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(certificate.passed).toBe(true);
  });

  it('works once, however often and in whatever order the events come', async () => {
    const link = await pay();
    const first = await booked(link);
    const told = await patiently(async () => {
      const events = await world.eventsAbout(link.payment.reference);
      return events.some(({ type }) => type === 'payment.booked') ? events : undefined;
    });
    // Under ids that it knows and ids that it does not, the newest first.
    const again = await Promise.all(told.toReversed().flatMap((event) => [repeat(event), send(event)]));
    const after = await pay();
    await booked(after);

    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([204]));
    expect((await world.payment(link.payment.reference)).booking).toEqual(first);
    expect((await world.eventsAbout(link.payment.reference)).map(({ type }) => type)).toEqual(
      told.map(({ type }) => type),
    );
  });

  function repeat(event: ReceivedEvent): Promise<Answer> {
    const [body, at] = [JSON.stringify(event), new Date()];
    const headers = {
      'content-type': 'application/json',
      'webhook-id': event.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(receiver.endpoint.secret).sign(event.id, at, body),
    };
    return exchange({ method: 'POST', url: receiver.url, headers, body });
  }

  it('catches up after it was killed, and rejects what it keeps no ledger for', async () => {
    await receiver.kill();
    const link = await pay();
    await receiver.restart({ LEDGER_CURRENCIES: 'EUR USD' });

    expect(await booked(link)).toMatchObject({ status: 'rejected', voucher: null, reason: 'no ledger in GBP' });
  });
}

const feed = ifInstalled(answers('curl', ['--version']), { title: 'the feed in a shell', needs: 'curl' });

feed.suite(feed.name, () => {
  it('prints every event once, and goes on where it was killed', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'dunlin-feed-'));
    const first = await sequencesUntil(dir, await pay());
    const second = await sequencesUntil(dir, await pay());
    await rm(dir, { recursive: true });

    const sequences = [...first, ...second];
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  });
});

/** What the script prints until it has told that the link's payment is paid, and the position is kept; then it is killed. */
async function sequencesUntil(dir: string, { payment }: LinkDto): Promise<number[]> {
  const position = join(dir, 'position');
  const child = spawn(join(process.cwd(), 'examples/feed-shell/feed.sh'), {
    env: { PATH: process.env['PATH'], DUNLIN_URL: world.url, DUNLIN_KEY: world.sandboxKey, POSITION_FILE: position },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const isPrinted = async () => {
    const lines = printed.split('\n').slice(0, -1);
    const read = lines.map((line) => JSON.parse(line) as { data: ReceivedEvent[]; lastSequence: number });
    const kept = await readFile(position, 'utf8').catch(() => '');
    const isTold = read.some(({ data }) =>
      data.some((event) => event.type === 'payment.paid' && event.data.payment?.reference === payment.reference),
    );
    return isTold && Number(kept) === read.at(-1)!.lastSequence ? read : undefined;
  };
  try {
    const pages = await patiently(isPrinted, 30_000);
    return pages.flatMap(({ data }) => data.map(({ sequence }) => sequence));
  } finally {
    // With the curl that it waits for.
    process.kill(-child.pid!, 'SIGKILL');
    await once(child, 'exit');
  }
}
