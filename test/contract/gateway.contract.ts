import { GatewayBench } from './gateway.bench.js';
import type { GatewayHarness } from './gateway.harness.js';
import { describeCancelPromises } from './promises/cancel.promises.js';
import { describeCapturePromises } from './promises/capture.promises.js';
import { describeCreatePromises } from './promises/create.promises.js';
import { describeCredentialsPromises } from './promises/credentials.promises.js';
import { describeErrorPromises } from './promises/error.promises.js';
import { describeExcusePromises } from './promises/excuse.promises.js';
import { describeFaultPromises } from './promises/fault.promises.js';
import { describeIdentityPromises } from './promises/identity.promises.js';
import { describeRefundPromises } from './promises/refund.promises.js';
import { describeSearchPromises } from './promises/search.promises.js';
import { describeSnapshotPromises } from './promises/snapshot.promises.js';
import { describeSubscriptionPromises } from './promises/subscription.promises.js';
import { describeWebhookPromises } from './promises/webhook.promises.js';
import { describeWirePromises } from './promises/wire.promises.js';

/** What every gateway promises to the rest of the product, whatever its provider is like. */
export function describeGatewayContract(name: string, harness: GatewayHarness): void {
  const bench = new GatewayBench(harness);
  describe(`the ${name} gateway`, () => {
    describeIdentityPromises(bench);
    describeCredentialsPromises(bench);
    describeCreatePromises(bench);
    describeWirePromises(bench);
    describeSnapshotPromises(bench);
    describeCancelPromises(bench);
    describeRefundPromises(bench);
    describeCapturePromises(bench);
    describeFaultPromises(bench);
    describeErrorPromises(bench);
    describeWebhookPromises(bench);
    describeSubscriptionPromises(bench);
    describeSearchPromises(bench);
    describeExcusePromises(bench);
  });
}
