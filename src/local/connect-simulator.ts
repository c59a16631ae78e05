import { request } from 'undici';

export interface LocalDunlin {
  readonly url: string;
  readonly sandboxKey: string;
}

interface ConnectionAnswer {
  readonly id: string;
  readonly provider: string;
  readonly webhooksVerified: boolean;
}

/** Any text of this form is a key of its own at the simulator. */
const SIMULATOR_KEY = 'sk_sandbox_local_simulator';

/** Connects the default account to the simulator, as an operator would: through the API. Done already, it changes nothing. */
export async function connectSimulator(dunlin: LocalDunlin): Promise<void> {
  const { data } = await call<{ data: ConnectionAnswer[] }>(dunlin, { method: 'GET', path: '/v1/connections' });
  const connection =
    data.find(({ provider }) => provider === 'dojo') ??
    (await call<ConnectionAnswer>(dunlin, {
      method: 'POST',
      path: '/v1/connections',
      body: { provider: 'dojo', name: 'Simulator', credentials: { apiKey: SIMULATOR_KEY } },
    }));
  if (!connection.webhooksVerified)
    await call(dunlin, { method: 'POST', path: `/v1/connections/${connection.id}/verify` });
}

async function call<Answer>(
  { url, sandboxKey }: LocalDunlin,
  { method, path, body }: { method: 'GET' | 'POST'; path: string; body?: object },
): Promise<Answer> {
  const answer = await request(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${sandboxKey}`, ...(body && { 'content-type': 'application/json' }) },
    body: body ? JSON.stringify(body) : null,
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
  return JSON.parse(text) as Answer;
}
