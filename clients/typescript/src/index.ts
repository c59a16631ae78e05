export { Dunlin, type DunlinOptions } from './dunlin.client.js';
export { DunlinConnectionError, DunlinError, type FieldProblem, type Problem } from './dunlin.error.js';
export { ReturnError, verifyReturn, type ReturnedPayer } from './return.verifier.js';
export { verifyWebhook, WebhookError, type DunlinEvent, type ReceivedWebhook } from './webhook.verifier.js';
export type { components, paths, webhooks } from './api.types.js';
