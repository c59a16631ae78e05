import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { AppModule } from '../../src/app.module.js';
import { PinoLogger } from '../../src/common/app-logger.js';
import { loadConfig } from '../../src/config/app-config.js';
import { Secrets } from '../../src/config/secrets.js';
import { ConnectionsService, type NewConnection } from '../../src/connections/connections.service.js';
import type { Connection } from '../../src/connections/connection.entity.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { Database } from '../../src/database/database.js';
import { ENTITIES } from '../../src/entities.js';
import { DojoGatewayProvider } from '../../src/gateways/dojo/dojo-gateway.provider.js';
import { GATEWAY_PROVIDERS } from '../../src/gateways/gateway-registry.js';
import { Checkout } from '../../src/payments/checkout.entity.js';
import { CheckoutsService } from '../../src/payments/checkouts.service.js';
import { PaymentSync } from '../../src/payments/payment-sync.service.js';
import { Payment } from '../../src/payments/payment.entity.js';
import { PaymentsRepository } from '../../src/payments/payments.repository.js';
import { refusingUrl } from '../contract/scripted-provider.js';
import { ExamplepayGatewayProvider } from '../fixtures/examplepay/examplepay-gateway.provider.js';
import { ExamplepaySimulator } from '../fixtures/examplepay/examplepay.simulator.js';
import { anOwnerIn, aPayment, type Owner } from '../support/builders.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

jest.setTimeout(60_000);

/**
 * Every connection of one provider has the same host, so that one of two which refuses takes two providers: one that nobody
 * listens for, and an invented one, which the product comes to know by a line in its registry and nothing else.
 */
const PAGES = {
  returnUrl: (token: string) => `https://pay.example.com/r/${token}`,
  cancelUrl: (token: string) => `https://pay.example.com/r/${token}`,
  until: null,
};

let database: TestDatabase;
let examplepay: ExamplepaySimulator;
let dataDir: string;
let app: TestingModule;
let owner: Owner;

beforeAll(async () => {
  [database, examplepay, dataDir] = await Promise.all([
    createTestDatabase(),
    ExamplepaySimulator.start(),
    mkdtemp(join(tmpdir(), 'dunlin-failover-')),
  ]);
  const ring = `k1:${randomBytes(32).toString('base64')}`;
  const config = loadConfig(
    { DATA_DIR: dataDir, SECRET_KEYS: ring, KEY_PEPPER: randomBytes(32).toString('hex') },
    false,
  );
  const surroundings = {
    config,
    secrets: Secrets.load(config),
    logger: new PinoLogger({ level: 'silent', format: 'json' }),
    database: dataSourceOptions({ url: database.url, poolSize: 5, entities: ENTITIES, migrations: [] }),
    smtpUrl: 'smtp://127.0.0.1:9',
    mailboxDir: null,
  };
  app = await Test.createTestingModule({ imports: [AppModule.register(surroundings)] })
    .overrideProvider(GATEWAY_PROVIDERS)
    .useValue([
      new DojoGatewayProvider({ baseUrl: await refusingUrl(), timeoutMs: 2000 }),
      new ExamplepayGatewayProvider({ baseUrl: examplepay.url, timeoutMs: 2000 }),
    ])
    .compile();
});

beforeEach(async () => {
  owner = await anOwnerIn(app.get(Database));
});

afterAll(async () => {
  await app.close();
  await examplepay.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

it('leads the payer to the second provider when nobody listens at the first, and the payment is paid there', async () => {
  const silent = await connect({ provider: 'dojo', credentials: { apiKey: 'sk_sandbox_nobody' }, priority: 1 });
  const listening = await connect({ provider: 'examplepay', credentials: { apiKey: 'ep_somebody' }, priority: 2 });
  const payment = await owed();
  const checkout = await app.get(CheckoutsService).open(payment, PAGES);
  examplepay.pay(examplepay.idAt(checkout.url!));
  await app.get(PaymentSync).lookNow(checkout, 1000);

  expect(await triesFor(payment)).toMatchObject([
    { connectionId: silent.id, status: 'closed', closedReason: 'not_created' },
    { connectionId: listening.id, status: 'paid', amountPaid: 1050 },
  ]);
  expect(await app.get(PaymentsRepository).get(payment)).toMatchObject({
    status: 'paid',
    provider: 'examplepay',
    connectionId: listening.id,
    amountPaid: 1050,
    reviewReason: null,
  });
});

it('asks nobody else for a payment that the ERP gave to the first', async () => {
  const silent = await connect({ provider: 'dojo', credentials: { apiKey: 'sk_sandbox_nobody' } });
  await connect({ provider: 'examplepay', credentials: { apiKey: 'ep_somebody' } });
  const payment = await owed({ connectionId: silent.id, connectionPinned: true });
  const pagesBefore = examplepay.checkouts.size;

  await expect(app.get(CheckoutsService).open(payment, PAGES)).rejects.toMatchObject({ code: 'provider_unavailable' });
  expect(examplepay.checkouts.size).toBe(pagesBefore);
});

it('asks nobody else after an answer that was lost on the way', async () => {
  await connect({ provider: 'examplepay', credentials: { apiKey: 'ep_somebody' }, priority: 1 });
  await connect({ provider: 'dojo', credentials: { apiKey: 'sk_sandbox_nobody' }, priority: 2 });
  const payment = await owed();
  examplepay.loseNextAnswer();
  const lost = app.get(CheckoutsService).open(payment, PAGES);

  await expect(lost).rejects.toMatchObject({ code: 'provider_outcome_unknown' });
  expect(await triesFor(payment)).toMatchObject([{ provider: 'examplepay', status: 'creating' }]);
});

function connect(given: Omit<NewConnection, 'name'>): Promise<Connection> {
  return app.get(ConnectionsService).create(owner, { name: 'Simulated', ...given });
}

async function owed(changes: Partial<Payment> = {}): Promise<Payment> {
  const customer = { name: null, email: 'payer@example.com', phone: null, externalId: null };
  const payment = aPayment()
    .in(owner)
    .with({ customer, ...changes })
    .build();
  await app.get(Database).write({ insert: [payment] });
  return payment;
}

function triesFor({ id }: Payment): Promise<Checkout[]> {
  return app.get(Database).select(Checkout, 'WHERE payment_id = $1 ORDER BY created_at, id', [id]);
}
