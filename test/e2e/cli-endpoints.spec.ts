import { jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Subscriber } from '../fixtures/subscriber.js';
import { runCommand } from '../support/cli.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';

jest.setTimeout(120_000);

let world: DunlinWorld;
let subscriber: Subscriber;

beforeAll(async () => {
  world = await DunlinWorld.running();
  subscriber = await Subscriber.join(world, { events: ['payment.created'] });
});

afterAll(async () => {
  await subscriber.leave();
  await world.close();
});

async function read<Data>(...args: string[]): Promise<Data> {
  const outcome = await runCommand(world.env(), ...args, '--json');
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return outcome.json<Data>();
}

async function expectRefusal(args: string[], reason: RegExp): Promise<void> {
  const { code, stdout, stderr } = await runCommand(world.env(), ...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(reason)]);
}

const copies = (eventId: string, count: number) =>
  patiently(() => (subscriber.copiesOf(eventId) === count ? true : undefined));

describe('the operator’s commands for endpoints', () => {
  it('deliver a range once more, and nothing before or after it', async () => {
    const events = [];
    for (let count = 0; count < 3; count += 1) {
      events.push((await subscriber.came(await subscriber.happen())).body);
    }
    const sequence = String(events[1]!.sequence);
    const replayed = await read('endpoints', 'replay', subscriber.id, '--from', sequence, '--to', sequence);
    await copies(events[1]!.id, 2);
    await subscriber.came(await subscriber.happen());

    expect(replayed).toEqual({ endpoint: subscriber.id, due: 1 });
    expect(events.map(({ id }) => subscriber.copiesOf(id))).toEqual([1, 2, 1]);
    await expectRefusal(['endpoints', 'replay', subscriber.id, '--from', 'today'], /--from must be the sequence/);
  });

  it('deliver one event once more', async () => {
    const { body: event } = await subscriber.came(await subscriber.happen());
    const { id } = await subscriber.delivery(event.id, ({ status }) => status === 'delivered');
    const retried = await read('deliveries', 'retry', id);
    await copies(event.id, 2);

    expect(retried).toMatchObject({ id, endpoint: subscriber.id, event: event.id });
  });

  it('list what is paused, and resume and test it', async () => {
    subscriber.answers.push(410);
    await subscriber.happen();
    await subscriber.reaches('paused');
    const listed = await read<{ id: string; status: string }[]>('endpoints', 'list');
    await expectRefusal(['endpoints', 'test', subscriber.id], /paused.*state_conflict/);
    const resumed = await read('endpoints', 'resume', subscriber.id);
    const { event } = await read<{ event: string }>('endpoints', 'test', subscriber.id);
    await copies(event, 1);

    expect(listed).toContainEqual(
      expect.objectContaining({ id: subscriber.id, status: 'paused', pauseReason: 'gone' }),
    );
    expect(listed).toHaveLength(2);
    expect(resumed).toMatchObject({ id: subscriber.id, status: 'active', pausedAt: null });
  });

  it('renew the secret', async () => {
    const { secret } = await read<{ secret: string }>(
      'endpoints',
      'rotate-secret',
      subscriber.id,
      '--overlap-hours',
      '0',
    );
    const { raw, headers } = await subscriber.came(await subscriber.happen());

    expect(new Webhook(secret).verify(raw, headers as Record<string, string>)).toEqual(JSON.parse(raw));
    await expectRefusal(['endpoints', 'rotate-secret', subscriber.id, '--overlap-hours', '200'], /from 0 to 168/);
  });
});
