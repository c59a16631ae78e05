import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { send } from '../provider.answer.js';
import { invalidPayload, unauthorized } from './jodo.answer.js';
import { accountIdOf } from './jodo.ids.js';

/** What every API call passes first: credentials, then JSON. */
export const jodoGate: RequestHandler[] = [authenticate, express.json({ type: 'application/json', limit: '1mb' })];

/** `Basic base64(key:secret)`. A ready-made token, as some institutes are given, is the same header. */
function authenticate(...[request, response, next]: Parameters<RequestHandler>): void {
  const token = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(request.get('authorization') ?? '')?.[1];
  if (token === undefined) {
    send(unauthorized('Invalid authorization header format'), response);
    return;
  }
  const credentials = Buffer.from(token, 'base64').toString('utf8');
  if (!/^jodo_sim_[^:]*:.+$/.test(credentials)) {
    send(unauthorized('Invalid credentials, please check!'), response);
    return;
  }
  response.locals['accountId'] = accountIdOf(credentials);
  next();
}

/** What the body parser could not read. */
export const jodoUnreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = (error as { status?: unknown }).status;
  if (status === 400) send(invalidPayload([{ key: 'body', message: 'value is not valid JSON' }]).answer, response);
  else if (status === 413) send({ status: 413, body: { message: 'Request Too Long' } }, response);
  else next(error);
};
