import { describeGatewayContract } from './gateway.contract.js';
import { jodoLinkHarness, jodoOrderHarness } from './jodo.harness.js';

describeGatewayContract('Jodo order', jodoOrderHarness);
describeGatewayContract('Jodo payment link', jodoLinkHarness);
