import { failureOf, type GatewayBench } from '../gateway.bench.js';
import { ScriptedProvider, type ScriptedAnswer } from '../scripted-provider.js';

export function describeCredentialsPromises(bench: GatewayBench): void {
  const { describe, it } = bench.register;

  describe('checking the credentials', () => {
    let provider: ScriptedProvider;

    beforeEach(async () => {
      provider = await ScriptedProvider.start();
    });
    afterEach(() => provider.stop());

    it('finds those right that the provider takes, and changes nothing there', async () => {
      const world = await bench.harness.startWorld();
      const subscriptions = await world.subscriptions();
      await expect(bench.gateway(world.baseUrl).checkCredentials()).resolves.toBeUndefined();
      expect(await world.subscriptions()).toBe(subscriptions);
      expect(await world.charges()).toBe(0);
      await world.stop();
    });

    it.each<[string, ScriptedAnswer, string]>([
      ['401', { status: 401 }, 'misconfigured'],
      ['403', { status: 403 }, 'misconfigured'],
      ['429', { status: 429 }, 'rate_limited'],
      ['500', { status: 500 }, 'not_sent'],
      ['silence', 'silence', 'not_sent'],
      ['a page of something before the provider', { status: 200, body: '<h1>Hello</h1>' }, 'not_sent'],
    ])('takes %s for no yes', async (_, answer, kind) => {
      provider.answers(answer);
      const failure = await failureOf(bench.impatientGateway(provider.url).checkCredentials());
      expect(failure).toMatchObject({ kind, operation: 'checkCredentials' });
    });
  });
}
