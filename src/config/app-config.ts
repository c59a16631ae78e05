import { isAbsolute, resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import {
  ConfigError,
  readChoice,
  readInteger,
  readList,
  readSchedule,
  readText,
  readUrl,
  type Environment,
} from './environment.js';

export type Role = 'api' | 'worker' | 'all';

/** Everything the environment decides, read once at the start and never changed. `.env.example` explains each variable. */
export abstract class AppConfig {
  /** null: an embedded PostgreSQL in `dataDir`. */
  abstract readonly databaseUrl: string | null;
  /** Absolute path. */
  abstract readonly dataDir: string;
  abstract readonly host: string;
  abstract readonly port: number;
  /** Origin (and optional path) of links and return addresses, without a final slash. */
  abstract readonly publicUrl: string;
  abstract readonly role: Role;
  /** `id:base64,…`; null: generated into `dataDir`. */
  abstract readonly secretKeys: string | null;
  abstract readonly keyPepper: string | null;
  abstract readonly bootstrapSandboxKey: string | null;
  /** null: no operator's API. */
  abstract readonly adminKey: string | null;
  /** null: the local mailbox. */
  abstract readonly smtpUrl: string | null;
  /** One bare address. */
  abstract readonly mailFrom: string;
  /** Absolute path of a folder that takes messages to payers in place of the mail server; null: they are mailed. */
  abstract readonly notificationDropDir: string | null;
  abstract readonly dojoBaseUrl: string;
  abstract readonly jodoSandboxBaseUrl: string;
  abstract readonly jodoLiveBaseUrl: string;
  abstract readonly outboundAllowCidrs: readonly string[];
  abstract readonly providerTimeoutMs: number;
  abstract readonly deliveryTimeoutMs: number;
  /** Seconds after the payer was sent to the provider; afterwards daily. */
  abstract readonly lookScheduleSeconds: readonly number[];
  /** Seconds before each attempt. */
  abstract readonly deliveryScheduleSeconds: readonly number[];
  abstract readonly mailScheduleSeconds: readonly number[];
  /** How long a payment may be paid and not booked before `payment.unbooked_warning`. */
  abstract readonly unbookedWarningSeconds: number;
  /** How long before held money goes back the ERP is told to capture it. */
  abstract readonly captureWarningSeconds: number;
  /** How often what is old is looked for, and what waits to be erased is looked at again. */
  abstract readonly personalDataSeconds: number;
  /** How long an endpoint may only fail before `endpoint.warning`, and before it is paused. */
  abstract readonly endpointWarnSeconds: number;
  abstract readonly endpointPauseSeconds: number;
  /** How often each connection is compared with its provider's list; 0: never by itself. */
  abstract readonly reconciliationSeconds: number;
  /** null: no metrics. */
  abstract readonly metricsPort: number | null;
  abstract readonly workerPollMs: number;
  abstract readonly leaseSeconds: number;
  abstract readonly databasePoolSize: number;
  /** Requests a second of one account in each mode, and of one address without a key; 0: not limited. */
  abstract readonly rateLimitLive: number;
  abstract readonly rateLimitSandbox: number;
  abstract readonly rateLimitAddress: number;
  /** What Express calls `trust proxy`: a number of hops or a list of addresses; null: no proxy. */
  abstract readonly trustProxy: number | string | null;
  abstract readonly logLevel: string;
  abstract readonly logFormat: 'json' | 'pretty';
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const HOURLY_TO_A_DAY = Array.from({ length: 24 }, (_, index) => (index + 1) * HOUR);
const LOOK_SCHEDULE = [30, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, ...HOURLY_TO_A_DAY];
const DELIVERY_SCHEDULE = [
  0,
  5,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
];
const MAIL_SCHEDULE = [0, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR];
/** Names that Express gives to private ranges. */
const PROXY_RANGES: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];
const DURATION = { min: 1, max: 366 * 24 * HOUR };
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Reads the environment. Throws `ConfigError` that names the variable and says what it must be. */
export function loadConfig(environment: Environment, isTerminal: boolean): AppConfig {
  const port = readInteger(environment, 'PORT', { fallback: 3000, min: 0, max: 65_535 });
  return Object.freeze<AppConfig>({
    databaseUrl: readUrl(environment, 'DATABASE_URL', { protocols: ['postgres:', 'postgresql:'] }),
    dataDir: absolute(readText(environment, 'DATA_DIR') ?? './.dunlin'),
    host: readText(environment, 'HOST') ?? '127.0.0.1',
    port,
    publicUrl: readBaseUrl(environment, 'PUBLIC_URL', `http://localhost:${port}`),
    role: readChoice(environment, 'ROLE', { choices: ['api', 'worker', 'all'] as const, fallback: 'all' }),
    secretKeys: readText(environment, 'SECRET_KEYS'),
    keyPepper: readText(environment, 'KEY_PEPPER'),
    bootstrapSandboxKey: readText(environment, 'BOOTSTRAP_SANDBOX_KEY'),
    adminKey: readAdminKey(environment),
    smtpUrl: readUrl(environment, 'SMTP_URL', { protocols: ['smtp:', 'smtps:'] }),
    mailFrom: readMailFrom(environment),
    notificationDropDir: readFolder(environment, 'NOTIFICATION_DROP_DIR'),
    dojoBaseUrl: readBaseUrl(environment, 'DOJO_BASE_URL', 'https://api.dojo.tech'),
    jodoSandboxBaseUrl: readBaseUrl(environment, 'JODO_SANDBOX_BASE_URL', 'https://ext.devtest1.jodopay.com'),
    jodoLiveBaseUrl: readBaseUrl(environment, 'JODO_LIVE_BASE_URL', 'https://ext.jodo.in'),
    outboundAllowCidrs: readCidrs(environment, 'OUTBOUND_ALLOW_CIDRS'),
    providerTimeoutMs: readInteger(environment, 'PROVIDER_TIMEOUT_MS', { fallback: 15_000, min: 100, max: 120_000 }),
    deliveryTimeoutMs: readInteger(environment, 'DELIVERY_TIMEOUT_MS', { fallback: 15_000, min: 100, max: 120_000 }),
    lookScheduleSeconds: readSchedule(environment, 'LOOK_SCHEDULE', { fallback: LOOK_SCHEDULE, ascending: true }),
    deliveryScheduleSeconds: readSchedule(environment, 'DELIVERY_SCHEDULE', { fallback: DELIVERY_SCHEDULE }),
    mailScheduleSeconds: readSchedule(environment, 'MAIL_SCHEDULE', { fallback: MAIL_SCHEDULE }),
    unbookedWarningSeconds: readInteger(environment, 'UNBOOKED_WARNING_SECONDS', {
      fallback: 30 * MINUTE,
      ...DURATION,
    }),
    captureWarningSeconds: readInteger(environment, 'CAPTURE_WARNING_SECONDS', { fallback: 24 * HOUR, ...DURATION }),
    personalDataSeconds: readInteger(environment, 'PERSONAL_DATA_SECONDS', { fallback: HOUR, ...DURATION }),
    endpointWarnSeconds: readInteger(environment, 'ENDPOINT_WARN_SECONDS', { fallback: 24 * HOUR, ...DURATION }),
    endpointPauseSeconds: readInteger(environment, 'ENDPOINT_PAUSE_SECONDS', { fallback: 5 * 24 * HOUR, ...DURATION }),
    reconciliationSeconds: readInteger(environment, 'RECONCILIATION_SECONDS', {
      fallback: 24 * HOUR,
      min: 0,
      max: DURATION.max,
    }),
    metricsPort: readPort(environment, 'METRICS_PORT'),
    workerPollMs: readInteger(environment, 'WORKER_POLL_MS', { fallback: 1000, min: 50, max: 60_000 }),
    leaseSeconds: readInteger(environment, 'LEASE_SECONDS', { fallback: 30, min: 1, max: 3600 }),
    databasePoolSize: readInteger(environment, 'DATABASE_POOL_SIZE', { fallback: 20, min: 4, max: 500 }),
    rateLimitLive: readInteger(environment, 'RATE_LIMIT_LIVE', { fallback: 100, min: 0, max: 100_000 }),
    rateLimitSandbox: readInteger(environment, 'RATE_LIMIT_SANDBOX', { fallback: 25, min: 0, max: 100_000 }),
    rateLimitAddress: readInteger(environment, 'RATE_LIMIT_ADDRESS', { fallback: 50, min: 0, max: 100_000 }),
    trustProxy: readTrustProxy(environment),
    logLevel: readChoice(environment, 'LOG_LEVEL', { choices: LOG_LEVELS, fallback: 'info' }),
    logFormat: readChoice(environment, 'LOG_FORMAT', {
      choices: ['json', 'pretty'] as const,
      fallback: isTerminal ? 'pretty' : 'json',
    }),
  });
}

function readPort(environment: Environment, name: string): number | null {
  return readText(environment, name) === null
    ? null
    : readInteger(environment, name, { fallback: 0, min: 0, max: 65_535 });
}

function readBaseUrl(environment: Environment, name: string, fallback: string): string {
  return withoutFinalSlash(readUrl(environment, name, { protocols: ['http:', 'https:'] }) ?? fallback);
}

/** One bare address: the name beside it is the account's. */
function readMailFrom(environment: Environment): string {
  const address = readText(environment, 'MAIL_FROM') ?? 'payments@localhost';
  if (/^[^\s<>()[\]\\,;:@"]+@[^\s<>()[\]\\,;:@"]+$/.test(address)) return address;
  throw new ConfigError('MAIL_FROM', 'must be one bare address such as payments@example.com');
}

function readFolder(environment: Environment, name: string): string | null {
  const path = readText(environment, name);
  return path === null ? null : absolute(path);
}

/** It opens every account: nothing that could be guessed. */
function readAdminKey(environment: Environment): string | null {
  const key = readText(environment, 'ADMIN_KEY');
  if (key !== null && key.length < 32) throw new ConfigError('ADMIN_KEY', 'must have at least 32 characters');
  return key;
}

function readTrustProxy(environment: Environment): number | string | null {
  const text = readText(environment, 'TRUST_PROXY');
  if (text === null || text === 'off') return null;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const isKnown = (part: string) =>
    PROXY_RANGES.includes(part) || (/[.:]/.test(part) && ipaddr.isValid(part)) || ipaddr.isValidCIDR(part);
  if (readList(environment, 'TRUST_PROXY').every(isKnown)) return text;
  // Not `true` either: trusting every hop lets any caller choose the address that rate limits and logs see.
  throw new ConfigError('TRUST_PROXY', 'must be off, a number of hops, or a list of proxy addresses');
}

function readCidrs(environment: Environment, name: string): readonly string[] {
  const cidrs = readList(environment, name);
  if (cidrs.every((cidr) => ipaddr.isValidCIDR(cidr))) return cidrs;
  throw new ConfigError(name, 'must be address ranges such as 10.0.0.0/8, comma-separated');
}

function absolute(path: string): string {
  return isAbsolute(path) ? path : resolve(path);
}

function withoutFinalSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
