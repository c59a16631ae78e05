import { jest } from '@jest/globals';
import jsQr from 'jsqr';
import { PNG } from 'pngjs';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { anOrder, expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

let world: DunlinWorld;
let rest: RestCalls;
let link: LinkDto;

beforeAll(async () => {
  world = await DunlinWorld.running();
  rest = new RestCalls(world);
  link = (await rest.send('post', '/v1/links').send({ payment: anOrder() })).body as LinkDto;
});

afterAll(() => world.close());

describe("a link's QR code", () => {
  it('leads a camera to the link, in the size that was asked for', async () => {
    const answer = await rest.send('get', `/v1/links/${link.id}/qr?size=400`).set('accept', 'image/png').buffer(true);
    const { width, height, data } = PNG.sync.read(answer.body as Buffer);

    expect(answer.headers['content-type']).toBe('image/png');
    expect({ width, height }).toEqual({ width: 400, height: 400 });
    expect(decoded({ data, width, height })).toBe(link.url);
  });

  it('is an SVG unless a PNG is asked for, and is kept by no cache', async () => {
    const answer = await rest.send('get', `/v1/links/${link.id}/qr`).buffer(true);

    expect(answer.headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(String(answer.text ?? answer.body)).toContain('<svg');
  });

  it('is refused in a size that nobody can use, and for a link that is not there', async () => {
    expectProblem(await rest.send('get', `/v1/links/${link.id}/qr?size=9999`), 400, 'validation_failed');
    expectProblem(await rest.send('get', '/v1/links/lnk_01h455vb4pex5vsknk084sn02q/qr'), 404, 'not_found');
  });
});

function decoded({ data, width, height }: { data: Buffer; width: number; height: number }): string | undefined {
  const decode = jsQr as unknown as typeof jsQr.default;
  return decode(new Uint8ClampedArray(data), width, height)?.data;
}
