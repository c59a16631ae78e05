import { DomainError } from '../../../src/common/domain-error.js';
import type { NewConnection } from '../../../src/connections/connections.service.js';
import type { Owner } from '../../support/builders.js';
import { ConnectionsBench, PaperProvider } from './connections.bench.js';

let bench: ConnectionsBench;
let owner: Owner;

beforeAll(async () => {
  bench = await ConnectionsBench.open([
    new PaperProvider('paper', { currencies: ['GBP', 'EUR'] }),
    new PaperProvider('curious', { requiredCustomerDetails: ['email', 'phone'] }),
  ]);
});

beforeEach(async () => {
  owner = await bench.anOwner();
});

afterAll(() => bench.db.close());

describe('the connections that are tried for a payment', () => {
  it('come by priority, and the older one first where that is the same', async () => {
    const last = await add({ priority: 30 });
    const older = await add({ priority: 20 });
    const younger = await add({ priority: 20 });
    const first = await add({ priority: 10 });

    expect(await bench.candidates(owner)).toEqual([first, older, younger, last]);
  });

  it('are enabled', async () => {
    await add({ enabled: false });
    const enabled = await add();

    expect(await bench.candidates(owner)).toEqual([enabled]);
  });

  it('take the currency: those that name it, and those that name none and whose provider does', async () => {
    const any = await add({ priority: 1 });
    const euro = await add({ priority: 2, currencies: ['EUR'] });
    const pound = await add({ priority: 3, currencies: ['GBP'] });

    expect(await bench.candidates(owner, { currency: 'EUR' })).toEqual([any, euro]);
    expect(await bench.candidates(owner, { currency: 'GBP' })).toEqual([any, pound]);
    expect(await bench.candidates(owner, { currency: 'JPY' })).toEqual([]);
  });

  it('are the one that the ERP chose, and no other', async () => {
    await add({ priority: 1 });
    const chosen = await add({ priority: 2 });

    expect(await bench.candidates(owner, { pinnedConnectionId: chosen })).toEqual([chosen]);
  });

  it('are none where the chosen one is disabled or takes another currency', async () => {
    await add();
    const disabled = await add({ enabled: false });
    const euro = await add({ currencies: ['EUR'] });

    expect(await bench.candidates(owner, { pinnedConnectionId: disabled })).toEqual([]);
    expect(await bench.candidates(owner, { pinnedConnectionId: euro })).toEqual([]);
  });

  it('are the account’s own, in its own mode', async () => {
    await add();
    const stranger = await bench.anOwner();

    expect(await bench.candidates(stranger)).toEqual([]);
    expect(await bench.candidates({ ...owner, mode: 'live' })).toEqual([]);
  });

  it('are not those that were deleted', async () => {
    const id = await add();
    await bench.changes.remove({ ...owner, id });

    expect(await bench.candidates(owner)).toEqual([]);
  });

  it('leave out a provider that needs to know more about the customer, as long as another does not', async () => {
    await add({ provider: 'curious', priority: 1 });
    const content = await add({ priority: 2 });

    expect(await bench.candidates(owner)).toEqual([content]);
  });

  it('include it once the details are there', async () => {
    const curious = await add({ provider: 'curious' });
    const customer = { name: null, email: 'payer@example.com', phone: '+441632960123' };

    expect(await bench.candidates(owner, { customer })).toEqual([curious]);
  });

  it.each([
    [{ name: null, email: null, phone: null }, ['customer.email', 'customer.phone']],
    [{ name: 'Sample Payer', email: 'payer@example.com', phone: null }, ['customer.phone']],
    [{ name: null, email: '', phone: '+441632960123' }, ['customer.email']],
  ])('are asked for in vain when every one needs more: %j', async (customer, paths) => {
    await add({ provider: 'curious' });
    const refusal: unknown = await bench.candidates(owner, { customer }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ code: 'customer_details_required', fields: paths.map((path) => ({ path })) });
  });
});

async function add(given: Partial<NewConnection> = {}): Promise<string> {
  return (await bench.connection(given, owner)).id;
}
