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

/** Any credentials of these forms are an account of their own at the simulator. */
const SIMULATED = [
  { provider: 'dojo', name: 'Simulated Dojo', credentials: { apiKey: 'sk_sandbox_local_simulator' } },
  {
    provider: 'jodo',
    name: 'Simulated Jodo',
    credentials: { apiKey: 'jodo_sim_local', apiSecret: 'local' },
    // The simulator does not call from Jodo's addresses.
    settings: { failureNotificationEmail: 'operator@example.com', allowedSourceAddresses: [] },
  },
] as const;

/** Connects the default account to the simulator, as an operator would: through the API. Done already, it changes nothing. */
export async function connectSimulator(dunlin: LocalDunlin): Promise<void> {
  const { data } = await call<{ data: ConnectionAnswer[] }>(dunlin, { method: 'GET', path: '/v1/connections' });
  await Promise.all(
    SIMULATED.map(async (simulated) => {
      const existing = data.find(({ provider }) => provider === simulated.provider);
      const connection =
        existing ??
        (await call<ConnectionAnswer>(dunlin, { method: 'POST', path: '/v1/connections', body: simulated }));
      if (connection.webhooksVerified) return;
      await call(dunlin, { method: 'POST', path: `/v1/connections/${connection.id}/verify` });
    }),
  );
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
