import { jest } from '@jest/globals';
import { exchange } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';

jest.setTimeout(60_000);

const LIMITED = { ROLE: 'api', RATE_LIMIT_ADDRESS: '1' };
const TRIES = 12;

let world: DunlinWorld;
let direct: string;
let behindProxy: string;

beforeAll(async () => {
  world = await DunlinWorld.create();
  const [one, other] = [String(await freePort()), String(await freePort())];
  await Promise.all([
    world.start({ ...LIMITED, PORT: one }),
    world.start({ ...LIMITED, PORT: other, TRUST_PROXY: 'loopback' }),
  ]);
  direct = `http://127.0.0.1:${one}`;
  behindProxy = `http://127.0.0.1:${other}`;
});

afterAll(() => world.close());

/** Wrong keys, each said to come from where `addressOf` says. */
async function statuses(url: string, addressOf: (index: number) => string): Promise<number[]> {
  const tries = Array.from({ length: TRIES }, (_, index) => {
    const headers = { 'x-forwarded-for': addressOf(index), authorization: 'Bearer nonsense' };
    return exchange({ method: 'GET', url: `${url}/v1/payments`, headers });
  });
  return (await Promise.all(tries)).map(({ status }) => status);
}

describe('the address that a caller claims in X-Forwarded-For', () => {
  it('counts for nothing where no proxy is trusted: another one each time is one caller', async () => {
    expect(await statuses(direct, (index) => `198.51.100.${index}`)).toContain(429);
  });

  it('is believed of the proxy that is trusted', async () => {
    const answers = await statuses(behindProxy, (index) => `198.51.100.${index}`);

    expect(answers).toEqual(Array.from({ length: TRIES }, () => 401));
  });

  it('counts for nothing before what the trusted proxy added', async () => {
    expect(await statuses(behindProxy, (index) => `192.0.2.${index}, 203.0.113.9`)).toContain(429);
  });
});
