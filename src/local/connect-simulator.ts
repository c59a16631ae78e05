import type { components, Dunlin } from '../../clients/typescript/src/index.js';

/** Any credentials of these forms are an account of their own at the simulator. */
const SIMULATED: readonly components['schemas']['CreateConnection'][] = [
  { provider: 'dojo', name: 'Simulated Dojo', credentials: { apiKey: 'sk_sandbox_local_simulator' } },
  {
    provider: 'jodo',
    name: 'Simulated Jodo',
    credentials: { apiKey: 'jodo_sim_local', apiSecret: 'local' },
    // The simulator does not call from Jodo's addresses.
    settings: { failureNotificationEmail: 'operator@example.com', allowedSourceAddresses: [] },
  },
];

/** Connects the default account to the simulator, as an operator would: through the API. Done already, it changes nothing. */
export async function connectSimulator(dunlin: Dunlin): Promise<void> {
  const { data } = await dunlin.get('/v1/connections', { params: { query: { limit: 100 } } });
  await Promise.all(
    SIMULATED.map(async (simulated) => {
      // The oldest is the one of the first start: newer ones are somebody's own.
      const existing = data.findLast(({ provider }) => provider === simulated.provider);
      const connection = existing ?? (await dunlin.post('/v1/connections', { body: simulated }));
      if (connection.webhooksVerified) return;
      await dunlin.post('/v1/connections/{id}/verify', { params: { path: { id: connection.id } } });
    }),
  );
}
