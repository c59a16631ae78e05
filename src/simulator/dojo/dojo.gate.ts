import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { send } from '../provider.answer.js';
import { accountIdOf } from './dojo.ids.js';
import { invalid, problem } from './dojo.problem.js';
import { isCalendarDay } from './dojo.time.js';

const FIRST_VERSION = '2022-04-07';

/** What every API call passes first: key, version, content type, JSON. */
export const dojoGate: RequestHandler[] = [
  authenticate,
  checkVersion,
  checkContentType,
  express.json({ type: 'application/json', limit: '1mb' }),
];

/** The raw key after `Basic`, neither base64 nor `Bearer`; a refusal has no body. */
function authenticate(...[request, response, next]: Parameters<RequestHandler>): void {
  const key = /^Basic (sk_sandbox_\S*)$/.exec(request.get('authorization') ?? '')?.[1];
  if (key === undefined) {
    response.status(401).end();
    return;
  }
  response.locals['accountId'] = accountIdOf(key);
  next();
}

function checkVersion(...[request, response, next]: Parameters<RequestHandler>): void {
  const version = request.get('version');
  if (version === undefined) {
    send(invalid({ Version: ['The version header is required.'] }).answer, response);
  } else if (!isCalendarDay(version) || version < FIRST_VERSION) {
    send(invalid({ Version: ['The version header is not a known version.'] }).answer, response);
  } else {
    next();
  }
}

function checkContentType(...[request, response, next]: Parameters<RequestHandler>): void {
  // A bodiless POST may still carry `Content-Length: 0`, which counts as a body for Express.
  const isBodiless = request.get('content-length') === '0';
  if (!isBodiless && request.is('application/json') === false)
    send(problem(415, 'Unsupported Media Type').answer, response);
  else next();
}

/** What the body parser could not read. */
export const dojoUnreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const status = (error as { status?: unknown }).status;
  if (status === 400) send(invalid({ $: ['The body is not valid JSON.'] }).answer, response);
  else if (status === 413) send(problem(413, 'Payload Too Large').answer, response);
  else next(error);
};
