import type { Connection } from '../../../src/connections/connection.entity.js';
import { ConnectionsBench, PaperProvider } from './connections.bench.js';

const DAY_SECONDS = 86_400;

let bench: ConnectionsBench;
let connection: Connection;
const provider = new PaperProvider('paper');

beforeAll(async () => {
  bench = await ConnectionsBench.open([provider]);
});

beforeEach(async () => {
  connection = await bench.connection();
});

afterAll(() => bench.db.close());

describe('the secrets that prove a webhook', () => {
  it('are none before the provider was asked for one', async () => {
    expect(await validSecrets()).toEqual([]);
  });

  it('are sealed in the row', async () => {
    await verifiedWith('first');
    const [row] = await bench.db.database.query<{ webhook_secrets: string }>(
      'SELECT webhook_secrets FROM connections WHERE id = $1',
      [connection.id],
    );

    expect(row!.webhook_secrets).toMatch(/^v1\.k1\./);
    expect(row!.webhook_secrets).not.toContain('first');
  });

  it('are the new one and, for three days, the one before it', async () => {
    await verifiedWith('first');
    await verifiedWith('second');
    const atOnce = await validSecrets();
    bench.clock.advance(3 * DAY_SECONDS - 1);
    const atLast = await validSecrets();
    bench.clock.advance(1);

    expect(atOnce).toEqual(['second', 'first']);
    expect(atLast).toEqual(['second', 'first']);
    expect(await validSecrets()).toEqual(['second']);
  });

  it('do not get a longer overlap by being rotated again', async () => {
    await verifiedWith('first');
    await verifiedWith('second');
    bench.clock.advance(2 * DAY_SECONDS);
    await verifiedWith('third');
    const before = await validSecrets();
    bench.clock.advance(DAY_SECONDS);

    expect(before).toEqual(['third', 'second', 'first']);
    expect(await validSecrets()).toEqual(['third', 'second']);
  });

  it('stay as they are when the provider goes on with the same one', async () => {
    await verifiedWith('first');
    await verifiedWith('first');
    bench.clock.advance(30 * DAY_SECONDS);

    expect(await validSecrets()).toEqual(['first']);
  });

  it('sign for good again when the provider goes back to an old one', async () => {
    await verifiedWith('first');
    await verifiedWith('second');
    await verifiedWith('first');
    bench.clock.advance(30 * DAY_SECONDS);

    expect(await validSecrets()).toEqual(['first']);
  });
});

async function verifiedWith(secret: string): Promise<void> {
  provider.signingSecrets = [secret];
  await bench.changes.verify(connection.key);
}

/** What a gateway is opened with now. */
async function validSecrets(): Promise<readonly string[]> {
  bench.connections.gatewayOf(await bench.connections.get(connection.key));
  return provider.lastOpened!.webhookSecrets;
}
