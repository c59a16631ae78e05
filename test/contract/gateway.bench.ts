import { GatewayError } from '../../src/gateways/gateway-error.js';
import type {
  CheckoutOrder,
  ConnectionSecrets,
  PaymentGateway,
  WebhookDelivery,
} from '../../src/gateways/payment-gateway.js';
import type { GatewayHarness } from './gateway.harness.js';
import { PromiseRegister } from './promise.register.js';

const WORLD_TIMEOUT_MS = 5000;
// Half of it is for connecting, which a busy machine must still manage.
const FAULT_TIMEOUT_MS = 300;

/** Short ways to say what the promises need. */
export class GatewayBench {
  readonly register: PromiseRegister;

  constructor(readonly harness: GatewayHarness) {
    this.register = new PromiseRegister(harness.skips);
  }

  order(changes: Partial<CheckoutOrder> = {}): CheckoutOrder {
    return { ...this.harness.order, ...changes };
  }

  /** For providers that answer. */
  readonly gateway = (baseUrl: string, changes: Partial<ConnectionSecrets> = {}): PaymentGateway => {
    const provider = this.harness.openProvider({ baseUrl, timeoutMs: WORLD_TIMEOUT_MS });
    return provider.open({ ...this.harness.connection, ...changes });
  };

  /** For providers that let a caller wait. */
  impatientGateway(baseUrl: string): PaymentGateway {
    return this.harness.openProvider({ baseUrl, timeoutMs: FAULT_TIMEOUT_MS }).open(this.harness.connection);
  }

  /** A delivery that was never on the wire: for what is pure. */
  delivery(body: string | Buffer, headers: Record<string, string | undefined>): WebhookDelivery {
    return { headers, body: Buffer.from(body), remoteAddress: this.harness.webhookSource };
  }

  signed(body: string | Buffer, secret = this.harness.connection.webhookSecrets[0]!): WebhookDelivery {
    return this.delivery(body, this.harness.wire.sign(Buffer.from(body), secret));
  }

  /** Everything that no error may show: credentials, webhook secrets, the payer. */
  privateTexts(): string[] {
    const { connection, order, privateForms } = this.harness;
    const { name, email, phone } = order.customer;
    const secrets = [...Object.values(connection.credentials), ...connection.webhookSecrets];
    return [...secrets, ...privateForms, name, email, phone].filter((text) => text !== null);
  }
}

/** What a call failed with, which must be a `GatewayError`. */
export async function failureOf(call: Promise<unknown>): Promise<GatewayError> {
  const outcome: unknown = await call.catch((error: unknown) => error);
  if (outcome instanceof GatewayError) return outcome;
  throw new Error(`Expected a GatewayError, got ${String(outcome)}`);
}
