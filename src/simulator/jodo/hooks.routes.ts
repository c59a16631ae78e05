import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import type { ProviderAnswer } from '../provider.answer.js';
import type { ProviderCall, ProviderCalls } from '../provider.calls.js';
import type { SimulatorContext } from '../simulator.context.js';
import { HookRequest } from './hook.request.js';
import { hookNotFound, success } from './jodo.answer.js';
import { jodoGate } from './jodo.gate.js';
import type { JodoOperation } from './jodo.operations.js';
import type { HookRecord } from './jodo.state.js';
import { readPayload } from './payload.reader.js';

/** `/erp/webhooks`: the subscriptions of an account's branches. */
export function hookRoutes({ store }: SimulatorContext, calls: ProviderCalls<JodoOperation>): Router {
  const ownHooks = (accountId: string) =>
    Object.values(store.state.jodo.hooks).filter((hook) => hook.accountId === accountId);

  const find = ({ accountId, params }: ProviderCall): HookRecord => {
    const hook = ownHooks(accountId).find(({ id }) => id === params['hookId']);
    if (!hook) throw hookNotFound();
    return hook;
  };

  /**
   * One event code has one address per branch: a second call changes the first subscription, and of that only its secret
   * and its header. What else it says is answered with success and ignored.
   */
  const upsert = ({ accountId, body }: ProviderCall): ProviderAnswer => {
    const request = readPayload(HookRequest, body);
    const hook =
      ownHooks(accountId).find(
        (known) => known.eventCode === request.event_code && known.collectorCode === request.collector_code,
      ) ?? create(accountId, request);
    hook.secretKey = request.secret_key ?? hook.secretKey;
    hook.headerKey = request.header_key ?? hook.headerKey;
    hook.headerValue = request.header_value ?? hook.headerValue;
    Object.assign(hook, { failures: 0, disabled: false });
    store.touch();
    return success(201, toWire(hook));
  };

  const create = (accountId: string, request: HookRequest): HookRecord => {
    const hook: HookRecord = {
      id: randomUUID(),
      accountId,
      eventCode: request.event_code,
      collectorCode: request.collector_code,
      url: request.url,
      failureNotificationEmail: request.failure_notification_email,
      failures: 0,
      disabled: false,
    };
    store.state.jodo.hooks[hook.id] = hook;
    return hook;
  };

  /** All branches, or the one that the query names; no document says so, but other lists of Jodo's take it. */
  const list = ({ accountId, query }: ProviderCall): ProviderAnswer => {
    const { collector_code: branch } = query;
    const hooks = ownHooks(accountId).filter((hook) => branch === undefined || hook.collectorCode === branch);
    return success(200, hooks.map(toWire));
  };

  const fetch = (call: ProviderCall): ProviderAnswer => success(200, toWire(find(call)));

  const remove = (call: ProviderCall): ProviderAnswer => {
    delete store.state.jodo.hooks[find(call).id];
    store.touch();
    return { status: 200, body: { status: 'success' } };
  };

  const router = Router();
  router.post('/erp/webhooks', ...jodoGate, calls.handle('webhook_create', upsert));
  router.get('/erp/webhooks', ...jodoGate, calls.handle('webhook_list', list));
  router.get('/erp/webhooks/:hookId', ...jodoGate, calls.handle('webhook_fetch', fetch));
  router.delete('/erp/webhooks/:hookId', ...jodoGate, calls.handle('webhook_delete', remove));
  return router;
}

/** Neither secret nor header is ever shown again. */
function toWire({ id, eventCode, url, failureNotificationEmail }: HookRecord) {
  return { id, event_code: eventCode, failure_notification_email: failureNotificationEmail, url };
}
