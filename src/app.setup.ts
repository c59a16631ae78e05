import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { AddressLimiter } from './accounts/address-limiter.js';
import { authenticate, tellAddressLimit } from './accounts/authentication.middleware.js';
import { AuthenticationService } from './accounts/authentication.service.js';
import { setUpApiDocs } from './api-docs.setup.js';
import { AppLogger } from './common/app-logger.js';
import { DomainError } from './common/domain-error.js';
import { refuseVastJson } from './common/json-shape.js';
import { Metrics } from './common/metrics.js';
import { ProblemFilter } from './common/problem.filter.js';
import { parseQuery } from './common/query-parser.js';
import { requestId } from './common/request-id.js';
import { requestLog } from './common/request-log.js';
import { requestMetrics } from './common/request-metrics.js';
import { isReservedName } from './common/reserved-names.js';
import { refuseRepeatedHeaders } from './common/single-headers.js';
import { validationPipe } from './common/validation.pipe.js';
import { AppConfig } from './config/app-config.js';
import { isDatabaseUnavailable } from './database/database-error.js';

const JSON_LIMIT = '256kb';
/** Ten times as many as any list of ours may have: 80 000 empty items fit into a body, and were validated for ten seconds. */
const MOST_ENTRIES = 1000;
/** Fifty thousand payments of an ERP's books, which are judged in one pass. */
const BOOKS_LIMIT = '8mb';
const MOST_BOOKED = 60_000;
const ALL_BUT_BOOKS = /^\/v1(?!\/reconciliation(\/|$))/i;
const WEBHOOK_LIMIT = '1mb';
const ASSETS = fileURLToPath(new URL('./links/views/assets', import.meta.url));

/** Everything that is HTTP about the app; the body parsers' errors pass through the same filter as all others. */
export function setUpHttp(app: NestExpressApplication): void {
  const config = app.get(AppConfig);
  const logger = app.get(AppLogger);
  if (config.trustProxy !== null) app.set('trust proxy', config.trustProxy);
  app.set('query parser', parseQuery);
  app.disable('x-powered-by');
  // What is never kept is never asked for again "if it has changed".
  app.disable('etag');
  app.use(requestId, requestLog(logger), requestMetrics(app.get(Metrics)));
  app.use(securityHeaders(config), tellAddressLimit(app.get(AddressLimiter)));
  app.use('/assets', express.static(ASSETS, { index: false, maxAge: '1h', fallthrough: true }));
  app.use(keepNothing);
  // Signatures are over the bytes as they came: no parser may touch them, whatever their type claims.
  app.use('/webhooks', express.raw({ type: () => true, limit: WEBHOOK_LIMIT }));
  app.use('/v1', refuseRepeatedHeaders, authenticate(app.get(AuthenticationService)), onlyJson);
  app.use('/v1/reconciliation', json(BOOKS_LIMIT), refuseVastJson({ mostEntries: MOST_BOOKED }));
  app.use(ALL_BUT_BOOKS, json(JSON_LIMIT), refuseVastJson({ mostEntries: MOST_ENTRIES }));
  app.use('/v1', refuseUnread);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(
    new ProblemFilter({ publicUrl: config.publicUrl, isUnavailable: isDatabaseUnavailable }, logger),
  );
  setUpApiDocs(app);
}

function securityHeaders({ publicUrl }: AppConfig): RequestHandler {
  const isHttps = publicUrl.startsWith('https:');
  // A browser checks form-action against redirects too, and the button's redirect leads to the provider's page. Over plain
  // http, which is a developer's machine, that page is plain http as well.
  const payerPages = {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    formAction: isHttps ? ["'self'", 'https:'] : ["'self'", 'https:', 'http:'],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  };
  const apiDocs = { ...payerPages, styleSrc: ["'self'", "'unsafe-inline'"], formAction: ["'none'"] };
  const policies = { payerPages: headersWith(payerPages, isHttps), apiDocs: headersWith(apiDocs, isHttps) };
  return (request: Request, response: Response, next: NextFunction) => {
    (request.path.startsWith('/docs') ? policies.apiDocs : policies.payerPages)(request, response, next);
  };
}

function headersWith(directives: Record<string, string[]>, isHttps: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: isHttps && { maxAge: 31_536_000 },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  }) as RequestHandler;
}

function json(limit: string): RequestHandler {
  return express.json({ limit, strict: true, type: 'application/json', reviver: refuseReserved });
}

/** Answers hold payments, links and secrets that are shown once; what may be kept (the docs, the assets) says so itself. */
function keepNothing(request: Request, response: Response, next: NextFunction): void {
  if (!request.path.startsWith('/docs')) response.setHeader('Cache-Control', 'no-store');
  next();
}

/** A body of another type would be ignored by the parser, and the caller told that every field is missing. */
function onlyJson(request: Request, _: Response, next: NextFunction): void {
  const isJson = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers['content-type'] ?? '');
  next(
    hasBody(request) && !isJson
      ? new DomainError('unsupported_media_type', 'Send Content-Type: application/json, in UTF-8.')
      : undefined,
  );
}

/**
 * Of a caller who hangs up while the key is looked up the parser reads nothing, and says nothing. What is left is a request
 * for something else: of everything, where a refund of a part was asked for.
 */
function refuseUnread(request: Request, _: Response, next: NextFunction): void {
  const isUnread = hasBody(request) && request.body === undefined;
  next(isUnread ? new DomainError('unavailable', 'The connection was closed too soon. Send it again.') : undefined);
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function refuseReserved(key: string, value: unknown): unknown {
  if (isReservedName(key)) throw new SyntaxError(`${key} is no field`);
  return value;
}
