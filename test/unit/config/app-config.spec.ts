import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { loadConfig } from '../../../src/config/app-config.js';
import { ConfigError, type Environment } from '../../../src/config/environment.js';
import { Secrets } from '../../../src/config/secrets.js';

const RING = `k1:${Buffer.alloc(32, 1).toString('base64')}`;

function refusalOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('Nothing was refused');
}

describe('without any variable, the configuration', () => {
  const config = loadConfig({}, false);

  it('is one that starts on a machine that brings nothing', () => {
    expect(config).toMatchObject({
      databaseUrl: null,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      role: 'all',
      smtpUrl: null,
      trustProxy: null,
      logFormat: 'json',
    });
    expect(isAbsolute(config.dataDir)).toBe(true);
  });

  it('looks at providers as often as promised', () => {
    const hourly = Array.from({ length: 24 }, (_, hour) => (hour + 1) * 3600);
    expect(config.lookScheduleSeconds).toEqual([30, 120, 300, 900, ...hourly]);
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('logs for people where a person watches', () => {
    expect(loadConfig({}, true).logFormat).toBe('pretty');
  });
});

describe('a variable', () => {
  it.each<[string, Environment, object]>([
    ['that is blank is not set', { PORT: '  ', DATABASE_URL: '' }, { port: 3000, databaseUrl: null }],
    ['is read without the blanks around it', { PORT: ' 8080 ' }, { port: 8080, publicUrl: 'http://localhost:8080' }],
    [
      'PUBLIC_URL loses its final slash',
      { PUBLIC_URL: 'https://pay.example.com/a/' },
      { publicUrl: 'https://pay.example.com/a' },
    ],
    ['LOOK_SCHEDULE takes fractions', { LOOK_SCHEDULE: '0.5, 1' }, { lookScheduleSeconds: [0.5, 1] }],
    ['TRUST_PROXY takes a number of hops', { TRUST_PROXY: '2' }, { trustProxy: 2 }],
    ['TRUST_PROXY takes addresses', { TRUST_PROXY: '10.0.0.0/8' }, { trustProxy: '10.0.0.0/8' }],
    ['TRUST_PROXY takes off', { TRUST_PROXY: 'off' }, { trustProxy: null }],
    [
      'OUTBOUND_ALLOW_CIDRS is a list',
      { OUTBOUND_ALLOW_CIDRS: '10.0.0.0/8, ::1/128,' },
      { outboundAllowCidrs: ['10.0.0.0/8', '::1/128'] },
    ],
  ])('%s', (_, environment, expected) => {
    expect(loadConfig(environment, false)).toMatchObject(expected);
  });

  const wrong: [string, string][] = [
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['DATABASE_URL', 'mysql://user:hunter2@db/dunlin'],
    ['DATABASE_URL', 'hunter2'],
    ['PUBLIC_URL', 'pay.example.test'],
    ['PUBLIC_URL', 'ftp://pay.example.test'],
    ['SMTP_URL', 'https://user:hunter2@mail.example.test'],
    ['DOJO_BASE_URL', 'localhost'],
    ['ROLE', 'everything'],
    ['LOG_LEVEL', 'loudly'],
    ['LOG_FORMAT', 'xml'],
    ['PROVIDER_TIMEOUT_MS', '99'],
    ['DELIVERY_TIMEOUT_MS', '1e9'],
    ['LOOK_SCHEDULE', '30,half an hour'],
    ['LOOK_SCHEDULE', '77,66'],
    ['LOOK_SCHEDULE', '77,77'],
    ['DELIVERY_SCHEDULE', '0,-55'],
    ['MAIL_SCHEDULE', '0;55'],
    ['WORKER_POLL_MS', '49'],
    ['LEASE_SECONDS', '9999'],
    ['DATABASE_POOL_SIZE', '3'],
    ['TRUST_PROXY', '*'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/8, proxy.example.test'],
    ['TRUST_PROXY', '999'],
    ['OUTBOUND_ALLOW_CIDRS', '192.168.1.1'],
    ['OUTBOUND_ALLOW_CIDRS', '10.0.0.0/8, everything'],
  ];

  it.each(wrong)('%s=%s stops the start with one line that names it and does not show its value', (name, value) => {
    const line = refusalOf(() => loadConfig({ [name]: value }, false));
    expect(line).toMatch(new RegExp(`^${name} must [^\\n]+$`));
    expect(line.split(/[ ,]/)).not.toContain(value);
  });
});

describe('the installation’s secrets', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'dunlin-config-'));
  });

  afterEach(() => rmSync(dataDir, { recursive: true }));

  const load = (environment: Environment) => Secrets.load(loadConfig({ DATA_DIR: dataDir, ...environment }, false));

  it('come from the environment where that has them', () => {
    expect(load({ SECRET_KEYS: RING, KEY_PEPPER: 'a pepper of 24 characters' })).toMatchObject({
      keyPepper: 'a pepper of 24 characters',
      areGenerated: false,
    });
  });

  it('are made once otherwise, and found again', () => {
    const place = { table: 't', column: 'c', accountId: 'a', mode: 'sandbox', rowId: 'r' };
    const [first, second] = [load({}), load({})];
    expect(second.box.open(first.box.seal('secret', place), place)).toBe('secret');
    expect(second).toMatchObject({ keyPepper: first.keyPepper, areGenerated: true });
  });

  it('are readable by their owner only', () => {
    load({});
    expect(['secret-keys', 'key-pepper'].map((name) => statSync(join(dataDir, name)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
  });

  it('are not made anew over a file that lost its content', () => {
    load({});
    writeFileSync(join(dataDir, 'secret-keys'), '');
    expect(() => load({})).toThrow(/secret-keys is empty/);
    expect(readFileSync(join(dataDir, 'secret-keys'), 'utf8')).toBe('');
  });

  it.each([
    ['SECRET_KEYS', 'k1:hunter2hunter2'],
    ['SECRET_KEYS', `${RING},${RING}`],
    ['KEY_PEPPER', 'hunter2'],
  ])('%s that cannot be used stops the start and is not shown', (name, value) => {
    const line = refusalOf(() => load({ SECRET_KEYS: RING, KEY_PEPPER: 'a pepper of 24 characters', [name]: value }));
    expect(line).toMatch(new RegExp(`^${name} [^\\n]+$`));
    expect(line).not.toContain(value);
  });
});
