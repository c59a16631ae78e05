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
import { refuseDeepJson } from './common/json-depth.js';
import { Metrics } from './common/metrics.js';
import { ProblemFilter } from './common/problem.filter.js';
import { parseQuery } from './common/query-parser.js';
import { requestId } from './common/request-id.js';
import { requestLog } from './common/request-log.js';
import { requestMetrics } from './common/request-metrics.js';
import { validationPipe } from './common/validation.pipe.js';
import { AppConfig } from './config/app-config.js';
import { isDatabaseUnavailable } from './database/database-error.js';

const JSON_LIMIT = '256kb';
/** Fifty thousand payments of an ERP's books. */
const BOOKS_LIMIT = '8mb';
const WEBHOOK_LIMIT = '1mb';
const ASSETS = fileURLToPath(new URL('./links/views/assets', import.meta.url));

/** Everything that is HTTP about the app; the body parsers' errors pass through the same filter as all others. */
export function setUpHttp(app: NestExpressApplication): void {
  const config = app.get(AppConfig);
  const logger = app.get(AppLogger);
  if (config.trustProxy !== null) app.set('trust proxy', config.trustProxy);
  app.set('query parser', parseQuery);
  app.disable('x-powered-by');
  app.use(requestId, requestLog(logger), requestMetrics(app.get(Metrics)));
  app.use(securityHeaders(config), tellAddressLimit(app.get(AddressLimiter)));
  app.use('/assets', express.static(ASSETS, { index: false, maxAge: '1h', fallthrough: true }));
  // Signatures are over the bytes as they came: no parser may touch them, whatever their type claims.
  app.use('/webhooks', express.raw({ type: () => true, limit: WEBHOOK_LIMIT }));
  app.use('/v1', authenticate(app.get(AuthenticationService)), onlyJson);
  app.use('/v1/reconciliation', json(BOOKS_LIMIT));
  app.use('/v1', json(JSON_LIMIT), refuseDeepJson);
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
  return express.json({ limit, strict: true, type: 'application/json', reviver: refusePrototype });
}

/** A body of another type would be ignored by the parser, and the caller told that every field is missing. */
function onlyJson(request: Request, _: Response, next: NextFunction): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  const isJson = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers['content-type'] ?? '');
  next(
    hasBody && !isJson
      ? new DomainError('unsupported_media_type', 'Send Content-Type: application/json, in UTF-8.')
      : undefined,
  );
}

/** Names that the transformer drops without a word, where everything else that is unknown is refused. */
function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor') throw new SyntaxError(`${key} is no field`);
  return value;
}
