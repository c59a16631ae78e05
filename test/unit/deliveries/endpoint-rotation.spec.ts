import { newId } from '../../../src/common/ids.js';
import type { RowKey } from '../../../src/database/owned-row.js';
import { EndpointServices } from '../../fixtures/endpoint.services.js';
import { anOwnerIn } from '../../support/builders.js';

const HOUR_SECONDS = 3600;

let services: EndpointServices;
let key: RowKey;

beforeAll(async () => {
  services = await EndpointServices.open();
});

beforeEach(async () => {
  key = await services.create(await anOwnerIn(services.db.database));
});

afterAll(() => services.close());

const rotate = async (overlapHours: number, requestId = newId()) =>
  (await services.rotation.rotate(key, { overlapHours, requestId })).secret;

async function signing(): Promise<string[]> {
  return services.endpoints.secretsOf(await services.endpoints.get(key));
}

describe('a rotated secret', () => {
  it('signs along until its overlap ends, and not a moment longer', async () => {
    const [first] = await signing();
    const second = await rotate(1);
    services.clock.advance(HOUR_SECONDS - 1);
    const before = await signing();
    services.clock.advance(1);

    expect(before).toEqual([second, first]);
    expect(await signing()).toEqual([second]);
  });

  it('is not given more time by the next rotation', async () => {
    const [first] = await signing();
    const second = await rotate(1);
    const third = await rotate(100);
    services.clock.advance(HOUR_SECONDS);

    expect(await signing()).toEqual([third, second]);
    expect(await signing()).not.toContain(first);
  });

  it('is given less time by the next rotation', async () => {
    await rotate(100);
    const third = await rotate(1);
    services.clock.advance(HOUR_SECONDS);

    expect(await signing()).toEqual([third]);
  });

  it('makes room for another one as soon as it has ended', async () => {
    for (let rotation = 1; rotation < 5; rotation += 1) await rotate(rotation);
    await expect(rotate(168)).rejects.toMatchObject({ code: 'state_conflict' });
    services.clock.advance(HOUR_SECONDS);

    await rotate(168);
    expect(await signing()).toHaveLength(5);
  });

  it('is found again by a repeated request, also after further rotations', async () => {
    const requestId = newId();
    const made = await rotate(24, requestId);
    const later = await rotate(24);

    expect(await rotate(24, requestId)).toBe(made);
    expect((await signing()).slice(0, 2)).toEqual([later, made]);
  });

  it('is one of two when two rotate at once', async () => {
    const secrets = await Promise.all([rotate(24), rotate(24)]);

    expect((await signing()).slice(0, 2).toSorted()).toEqual(secrets.toSorted());
  });
});
