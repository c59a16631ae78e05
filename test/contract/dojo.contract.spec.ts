import { dojoHarness } from './dojo.harness.js';
import { describeGatewayContract } from './gateway.contract.js';

describeGatewayContract('Dojo', dojoHarness);
