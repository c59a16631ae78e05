import { Webhook } from 'standardwebhooks';
import { OutboundClient } from '../../../src/webhooks/outgoing/outbound-guard.client.js';
import { newWebhookSecret } from '../../../src/webhooks/outgoing/webhook-signature.js';
import { WebhookSender } from '../../../src/webhooks/outgoing/webhook-sender.js';
import { startCanary } from './canary.server.js';
import type { Canary } from './canary.server.js';

const body = '{"id":"evt_01h455vb4pex5vsknk084sn02q","type":"ping"}';
const secret = newWebhookSecret();

describe('sending a webhook', () => {
  let endpoint: Canary;
  let answer: { status: number; headers?: Record<string, string>; text?: string };
  let received: { headers: NodeJS.Dict<string | string[]>; body: string };
  const client = new OutboundClient({ allowCidrs: ['127.0.0.1/32'], timeoutMs: 5000 });
  const sender = new WebhookSender(client);

  beforeAll(async () => {
    endpoint = await startCanary((request, response) => {
      received = { headers: request.headers, body: '' };
      request.on('data', (chunk) => (received.body += String(chunk)));
      request.on('end', () => response.writeHead(answer.status, answer.headers).end(answer.text));
    });
  });
  afterAll(async () => {
    await client.close();
    await endpoint.close();
  });

  const send = (change: Partial<Parameters<WebhookSender['send']>[0]> = {}) =>
    sender.send({
      url: `http://127.0.0.1:${endpoint.port}/hook`,
      mode: 'sandbox',
      eventId: 'evt_01h455vb4pex5vsknk084sn02q',
      body,
      secrets: [secret],
      at: new Date(),
      ...change,
    });

  it('delivers the very bytes, signed so that the public client library verifies them', async () => {
    answer = { status: 204 };
    expect(await send()).toEqual({
      outcome: 'delivered',
      status: 204,
      error: null,
      responseBody: '',
      durationMs: expect.any(Number),
      retryAfterSeconds: null,
    });
    expect(received.body).toBe(body);
    expect(received.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Dunlin/1 (+webhooks)',
      'webhook-id': 'evt_01h455vb4pex5vsknk084sn02q',
    });
    const headers = received.headers as Record<string, string>;
    expect(new Webhook(secret).verify(received.body, headers)).toEqual(JSON.parse(body));
  });

  it('reports a failing endpoint with its answer and the pause it asked for', async () => {
    answer = { status: 503, headers: { 'retry-after': '30' }, text: 'come back later' };
    expect(await send()).toMatchObject({
      outcome: 'failed',
      status: 503,
      error: 'The endpoint answered 503; only 2xx counts as delivered.',
      responseBody: 'come back later',
      retryAfterSeconds: 30,
    });
  });

  it.each([301, 302, 307, 308])('counts a %i as failed and asks for the final address', async (status) => {
    answer = { status, headers: { location: `http://127.0.0.1:${endpoint.port}/other` } };
    const requestsBefore = endpoint.hits.requests;
    expect(await send()).toMatchObject({ outcome: 'failed', status, error: expect.stringContaining('final address') });
    expect(endpoint.hits.requests).toBe(requestsBefore + 1);
  });

  it('hears an endpoint say that it is gone', async () => {
    answer = { status: 410 };
    expect(await send()).toMatchObject({ outcome: 'gone', status: 410 });
  });

  it('turns a forbidden address into a failed attempt that touches nothing', async () => {
    const connectionsBefore = endpoint.hits.connections;
    const attempt = await send({ mode: 'live', url: `https://127.0.0.1:${endpoint.port}/?token=hunter2` });
    expect(attempt).toMatchObject({ outcome: 'failed', status: null, responseBody: '', retryAfterSeconds: null });
    expect(attempt.error).toMatch(/^Use the name of a public host/);
    expect(endpoint.hits.connections).toBe(connectionsBefore);
  });

  it('never sends unsigned: without a usable secret the attempt fails and shows no secret', async () => {
    const requestsBefore = endpoint.hits.requests;
    for (const secrets of [[], ['whsec_c2hvcnQ=']]) {
      expect(await send({ secrets })).toMatchObject({ outcome: 'failed', error: expect.not.stringContaining('whsec') });
    }
    expect(endpoint.hits.requests).toBe(requestsBefore);
  });
});
