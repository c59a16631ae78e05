import { jest } from '@jest/globals';
import type { DeliveryDto } from '../../src/webhooks/outgoing/dto/delivery.dto.js';
import type { CreatedEndpointDto, EndpointDto } from '../../src/webhooks/outgoing/dto/endpoint.dto.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

/** Refused in both modes, although the operator allows 127.0.0.0/8 in sandbox. */
const FORBIDDEN = [
  'http://10.0.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://100.64.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[fd00::1]/',
  'https://0x0a000001/',
  'https://167772161/',
  'https://012.0.0.1/',
  'https://0/',
  'https://erp.example.com:6379/',
  'https://erp.example.com:25/',
  'https://erp.example.com./',
  'https://user:hunter2@erp.example.com/',
  'ftp://erp.example.com/',
  'file:///etc/passwd',
  '/dunlin',
];
const FORBIDDEN_LIVE = [
  'http://127.0.0.1:8080/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://127.1/',
  'https://localhost/',
  'https://printer.local/',
  'http://8.8.8.8/',
];

let world: DunlinWorld;
let rest: RestCalls;
let keys: Readonly<Record<'sandbox' | 'live', string>>;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
  keys = { sandbox: world.sandboxKey, live: await world.addKey({ mode: 'live' }) };
});

afterAll(() => world.close());

async function create(mode: 'sandbox' | 'live', url: string) {
  return rest.send('post', '/v1/webhook-endpoints', keys[mode]).send({ url });
}

describe.each(['sandbox', 'live'] as const)('an endpoint in %s mode', (mode) => {
  const forbidden = mode === 'live' ? [...FORBIDDEN, ...FORBIDDEN_LIVE] : FORBIDDEN;

  it.each(forbidden)('is not made with %s', async (url) => {
    const problem = expectProblem(await create(mode, url), 422, 'url_not_allowed');
    expect(problem.detail).not.toMatch(/hunter2/);
  });

  it('keeps the URL it has when it is given a forbidden one', async () => {
    const made = await create(mode, 'https://8.8.8.8/dunlin');
    const { id } = JSON.parse(made.text) as CreatedEndpointDto;
    const path = `/v1/webhook-endpoints/${id}`;
    for (const url of forbidden) {
      expectProblem(await rest.send('patch', path, keys[mode]).send({ url }), 422, 'url_not_allowed');
    }
    const kept = JSON.parse((await rest.send('get', path, keys[mode])).text) as EndpointDto;
    expect(kept.url).toBe('https://8.8.8.8/dunlin');
  });
});

it('an endpoint whose URL is forbidden since has a failed attempt that says why, and goes on once it is mended', async () => {
  const made = await create('sandbox', `${world.erp.url}?token=hunter2`);
  const { id, secret } = JSON.parse(made.text) as CreatedEndpointDto;
  world.erp.secret = secret;
  const path = `/v1/webhook-endpoints/${id}`;
  await world.rows(
    `UPDATE endpoints SET url = replace(url, '127.0.0.1', '[::ffff:127.0.0.1]') WHERE url LIKE '%hunter2'`,
  );
  await world.api.make('/v1/payments', anOrder());

  const delivery = async () => (await world.api.read<{ data: DeliveryDto[] }>(`${path}/deliveries`)).data[0];
  const failed = await patiently(async () => {
    const found = await delivery();
    return found && found.attempts.length > 0 ? found : undefined;
  });
  expect(failed.attempts[0]).toMatchObject({
    status: null,
    error: 'Use the name of a public host: this address is private, loopback, reserved or not allowed.',
  });
  await rest.send('patch', path).send({ url: world.erp.url }).expect(200);
  await patiently(async () => ((await delivery())?.status === 'delivered' ? true : undefined));
  expect((await rest.send('get', '/health/ready')).status).toBe(200);
});
