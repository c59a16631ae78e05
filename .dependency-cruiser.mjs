// Which folder may import which. What is not listed is refused; a folder may always import itself. Imports of types alone
// vanish when compiled and are left out.
const FOUNDATION = ['common', 'config', 'database', 'accounts', 'idempotency'];

const MAY_IMPORT = {
  common: [],
  config: ['common'],
  database: ['common', 'config'],
  accounts: ['common', 'config', 'database'],
  idempotency: ['common', 'config', 'database', 'accounts'],
  gateways: ['common', 'config'],
  events: FOUNDATION,
  health: FOUNDATION,
  metrics: FOUNDATION,
  connections: [...FOUNDATION, 'gateways'],
  payments: [...FOUNDATION, 'gateways', 'connections', 'events'],
  // Not of links, though it mails them: what a mail says is handed to it.
  notifications: [...FOUNDATION, 'events'],
  // A link and its mail are written in one transaction.
  links: [...FOUNDATION, 'events', 'payments', 'notifications'],
  batches: [...FOUNDATION, 'events', 'payments', 'links'],
  reports: [...FOUNDATION, 'events', 'payments'],
  reconciliation: [...FOUNDATION, 'gateways', 'connections', 'payments'],
  'webhooks/incoming': [...FOUNDATION, 'gateways', 'connections', 'payments'],
  'webhooks/outgoing': [...FOUNDATION, 'events'],
  // It explains a payment by what all of them have on record.
  timeline: [...FOUNDATION, 'events', 'payments', 'links', 'notifications', 'webhooks/incoming', 'webhooks/outgoing'],
  // It forgets what all of them have on record; of the tables it knows by name, the code stays with their owners.
  'personal-data': [...FOUNDATION, 'events', 'payments'],
  admin: FOUNDATION,
  simulator: ['common'],
};

/** The folders at the top, and src/*.ts, put the parts together. They may import all of them, and none imports them. */
const TOP = '^src/([^/]+\\.ts$|local/|cli/|verify/)';

const PROVIDERS = '^src/gateways/(?!kit/)[^/]+/';

const directions = Object.entries(MAY_IMPORT).map(([folder, others]) => ({
  name: `from-${folder.replace('/', '-')}`,
  comment: `${folder} may import ${others.join(', ') || 'no other folder'}.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...others].join('|')})/` },
}));

export default {
  forbidden: [
    ...directions,
    {
      name: 'every-folder-is-listed',
      comment: 'A new folder says here what it may import.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TOP, `^src/(${Object.keys(MAY_IMPORT).join('|')})/`] },
      to: {},
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'others-know-only-the-port',
      comment: 'Outside of gateways there are the port, its errors and the registry; no provider, no kit.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/gateways/' },
      to: {
        path: '^src/gateways/',
        pathNot: '^src/gateways/(payment-gateway|gateway-error|gateway-registry|gateways\\.module)\\.ts$',
      },
    },
    {
      name: 'only-the-module-knows-providers',
      severity: 'error',
      from: { path: '^src/gateways/[^/]+\\.ts$', pathNot: '^src/gateways/gateways\\.module\\.ts$' },
      to: { path: PROVIDERS },
    },
    {
      name: 'providers-do-not-know-each-other',
      comment: 'A provider imports the port, its errors and the kit.',
      severity: 'error',
      from: { path: '^src/gateways/((?!kit/)[^/]+)/' },
      to: {
        path: '^src/gateways/',
        pathNot: ['^src/gateways/$1/', '^src/gateways/kit/', '^src/gateways/(payment-gateway|gateway-error)\\.ts$'],
      },
    },
    {
      name: 'kit-knows-only-the-port',
      severity: 'error',
      from: { path: '^src/gateways/kit/' },
      to: { path: '^src/gateways/', pathNot: '^src/gateways/(kit/|(payment-gateway|gateway-error)\\.ts$)' },
    },
    {
      name: 'gateways-know-no-clock-and-no-database',
      severity: 'error',
      from: { path: [PROVIDERS, '^src/gateways/kit/'] },
      to: { path: '^src/common/(clock|app-logger)\\.ts$|node_modules/(typeorm|pg|@nestjs/typeorm)/' },
    },
    {
      name: 'http-out-only-where-it-is-guarded',
      comment:
        'An address that a customer gave is called through the outbound guard, a provider through the kit. Sockets count too.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/gateways/',
          '^src/webhooks/outgoing/outbound-guard\\.',
          '^src/database/embedded-postgres\\.',
          '^src/(simulator|local|cli)/',
        ],
      },
      to: {
        path: 'node_modules/(undici|axios|got|node-fetch|ws|eventsource)/|^(node:)?(https?|http2|net|tls|dgram)$',
        pathNot: '@types',
      },
    },
    {
      name: 'development-stays-out-of-the-product',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'the-client-is-for-callers',
      comment:
        'npm start and the demo call the API through the typed client, as an ERP does; the product never calls itself.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '^src/local/' },
      to: { path: '^clients/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'the-database-folder-connects',
      comment:
        'A transaction begins in the transactor, which retries and commits it; lint keeps the method names out elsewhere.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database/' },
      to: { path: 'node_modules/(pg|@nestjs/typeorm)/' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must mean the same for ever, whatever the code becomes.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^src/' },
    },
  ],
  options: {
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
