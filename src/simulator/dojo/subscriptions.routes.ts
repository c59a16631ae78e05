import { Router } from 'express';
import type { ProviderAnswer } from '../provider.answer.js';
import type { ProviderCall, ProviderCalls } from '../provider.calls.js';
import { InvalidRequest, readRequest } from '../request.reader.js';
import type { SimulatorContext } from '../simulator.context.js';
import { newDojoId, newSecretValue } from './dojo.ids.js';
import type { DojoOperation } from './dojo.operations.js';
import { conflict, notFound } from './dojo.problem.js';
import type { SubscriptionRecord } from './dojo.state.js';
import { toDojoTime } from './dojo.time.js';
import { ResubscribeRequest, SubscribeRequest } from './subscription.request.js';
import { DOJO_EVENTS } from './webhook.sender.js';

/** `/webhooks` and all below it: an account's subscriptions and their secrets. */
export function subscriptionRoutes(simulator: SimulatorContext, calls: ProviderCalls<DojoOperation>): Router {
  const { store } = simulator;
  const now = () => simulator.clock.now().toISOString();

  const find = ({ accountId, params }: ProviderCall): SubscriptionRecord => {
    const subscription = store.state.dojo.subscriptions[params['subscriptionId']!];
    if (subscription?.accountId !== accountId) throw notFound();
    return subscription;
  };

  const changed = (subscription: SubscriptionRecord): void => {
    subscription.updatedAt = now();
    store.touch();
  };

  const listEvents = (): ProviderAnswer => ({ status: 200, body: [{ model: 'payment_intent', events: DOJO_EVENTS }] });

  const list = ({ accountId }: ProviderCall): ProviderAnswer => {
    const own = Object.values(store.state.dojo.subscriptions).filter((one) => one.accountId === accountId);
    return { status: 200, body: own.map(toWire) };
  };

  const create = ({ accountId, body }: ProviderCall): ProviderAnswer => {
    const { events, url, description } = readRequest(SubscribeRequest, body);
    checkEvents(events);
    const createdAt = now();
    const secrets = [{ id: newDojoId('secret'), value: newSecretValue(), createdAt, isActive: true }];
    const id = newDojoId('subscription');
    const subscription = { id, accountId, events, url, description, secrets, createdAt, updatedAt: createdAt };
    store.state.dojo.subscriptions[id] = subscription;
    store.touch();
    return { status: 200, body: toWire(subscription) };
  };

  const update = (call: ProviderCall): ProviderAnswer => {
    const subscription = find(call);
    const { events, url, description } = readRequest(ResubscribeRequest, call.body);
    if (events) checkEvents(events);
    subscription.events = events ?? subscription.events;
    subscription.url = url ?? subscription.url;
    subscription.description = description ?? subscription.description;
    changed(subscription);
    return { status: 200, body: toWire(subscription) };
  };

  const remove = (call: ProviderCall): ProviderAnswer => {
    delete store.state.dojo.subscriptions[find(call).id];
    store.touch();
    return { status: 204 };
  };

  const listSecrets = (call: ProviderCall): ProviderAnswer => ({ status: 200, body: secretsWire(find(call)) });

  /** A new secret signs nothing until it is activated. */
  const addSecret = (call: ProviderCall): ProviderAnswer => {
    const subscription = find(call);
    const secret = { id: newDojoId('secret'), value: newSecretValue(), createdAt: now(), isActive: false };
    subscription.secrets.push(secret);
    changed(subscription);
    return { status: 200, body: secretsWire(subscription) };
  };

  const activateSecret = (call: ProviderCall): ProviderAnswer => {
    const subscription = find(call);
    const chosen = findSecret(subscription, call);
    for (const secret of subscription.secrets) secret.isActive = secret === chosen;
    changed(subscription);
    return { status: 204 };
  };

  const removeSecret = (call: ProviderCall): ProviderAnswer => {
    const subscription = find(call);
    const chosen = findSecret(subscription, call);
    if (chosen.isActive) throw conflict('The active secret cannot be deleted.');
    subscription.secrets = subscription.secrets.filter((secret) => secret !== chosen);
    changed(subscription);
    return { status: 204 };
  };

  const router = Router();
  router.get('/webhooks/events', calls.handle('webhook_events', listEvents));
  router.get('/webhooks', calls.handle('webhook_list', list));
  router.post('/webhooks', calls.handle('webhook_create', create));
  router.patch('/webhooks/:subscriptionId', calls.handle('webhook_update', update));
  router.delete('/webhooks/:subscriptionId', calls.handle('webhook_delete', remove));
  const secrets = '/webhooks/:subscriptionId/secrets';
  router.get(secrets, calls.handle('webhook_secrets', listSecrets));
  router.post(secrets, calls.handle('webhook_secret_create', addSecret));
  router.put(`${secrets}/:secretId/activate`, calls.handle('webhook_secret_activate', activateSecret));
  router.delete(`${secrets}/:secretId`, calls.handle('webhook_secret_delete', removeSecret));
  return router;
}

function checkEvents(events: readonly unknown[]): void {
  const unknown = events.filter((event) => !DOJO_EVENTS.some((known) => known === event));
  if (unknown.length > 0)
    throw new InvalidRequest({ Events: unknown.map((event) => `Unknown event ${String(event)}.`) });
}

function findSecret(subscription: SubscriptionRecord, { params }: ProviderCall) {
  const secret = subscription.secrets.find((candidate) => candidate.id === params['secretId']);
  if (!secret) throw notFound();
  return secret;
}

/** The secret values are shown again on every list, as at Dojo. */
function toWire(subscription: SubscriptionRecord) {
  const { createdAt, updatedAt, ...rest } = subscription;
  return {
    ...rest,
    ...secretsWire(subscription),
    createdAt: toDojoTime(createdAt),
    updatedAt: toDojoTime(updatedAt),
  };
}

function secretsWire({ id, secrets }: SubscriptionRecord) {
  return { id, secrets: secrets.map((secret) => ({ ...secret, createdAt: toDojoTime(secret.createdAt) })) };
}
