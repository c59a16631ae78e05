// Events on their way to endpoints, through a real process: (a) ten endpoints of which one never answers, and how late the
// other nine hear; (b) how many deliveries a second one fast endpoint gets, beside a client that posts the same bodies with
// no database, signature or record.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createProbe } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Pool, request } from 'undici';
import { DEFAULT_ACCOUNT_ID } from '../dist/src/accounts/installation.js';
import { newKey } from '../dist/src/accounts/key-format.js';
import { newId } from '../dist/src/common/ids.js';

import { readFileSync, readdirSync } from 'node:fs';
function ticks(pid) { const f = readFileSync(`/proc/${pid}/stat`, 'utf8'); const a = f.slice(f.lastIndexOf(')') + 2).split(' '); return { ppid: Number(a[1]), self: Number(a[11]) + Number(a[12]), kids: Number(a[13]) + Number(a[14]) }; }
let pmPid, dunlinPid;
export function setPm(pid) { pmPid = pid; }
function cpu() {
  let pg = 0;
  for (const d of readdirSync('/proc')) { if (!/^\d+$/.test(d)) continue; try { const t = ticks(d); if (Number(d) === pmPid) pg += t.self + t.kids; else if (t.ppid === pmPid) pg += t.self; } catch {} }
  return { pg: pg / 100, dunlin: ticks(dunlinPid).self / 100, bench: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 };
}
export function diff(a, b) { return Object.fromEntries(Object.keys(a).map((k) => [k, +(b[k] - a[k]).toFixed(2)])); }
const MAIN = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const EVENTS_PER_SECOND = 200;
const SECONDS = 10;
const BACKLOG = 3000;
const ROUNDS = 3;
const BODY = { payment: { object: 'payment', description: 'x'.repeat(900) } };

export async function measureDeliveries({ url, dataDir }) {
  const receivers = await startReceivers();
  const dunlin = await startDunlin({ url, dataDir });
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  try {
    await dunlin.subscribe(`${receivers.url}/hangs`);
    const paths = Array.from({ length: 9 }, (_, index) => `/endpoint-${index}`);
    for (const path of paths) await dunlin.subscribe(`${receivers.url}${path}`);
    await measureDelays({ pool, receivers, paths, events: EVENTS_PER_SECOND });
    let c = cpu();
    const delayMs = await measureDelays({ pool, receivers, paths, events: EVENTS_PER_SECOND * SECONDS });
    console.log('cpu s for 18000', diff(c, cpu()));
    await dunlin.unsubscribeAll();
    await dunlin.subscribe(`${receivers.url}/fast`);
    c = cpu(); const t = await deliverBacklog(pool, receivers); console.log('cpu s for 3000 backlog', diff(c, cpu()), t);
    return { delayMs, throughput: await compareThroughput({ pool, receivers }) };
  } finally {
    await pool.end();
    await dunlin.stop();
    await receivers.stop();
  }
}

/** From the commit to the arrival, over the nine that answer. */
async function measureDelays({ pool, receivers, paths, events }) {
  receivers.forget();
  const committedAt = new Map();
  const startMs = performance.now();
  const writes = [];
  for (let sent = 0; sent < events; await delay(1)) {
    const due = Math.min(events, ((performance.now() - startMs) / 1000) * EVENTS_PER_SECOND);
    for (; sent < due; sent += 1) {
      const number = sent;
      writes.push(write(pool, [number]).then(() => committedAt.set(number, performance.now())));
    }
  }
  await Promise.all(writes);
  await until(() => paths.every((path) => receivers.of(path).size === events));
  const delays = paths
    .flatMap((path) => [...receivers.of(path)].map(([number, at]) => Math.max(0, at - committedAt.get(number))))
    .sort((a, b) => a - b);
  const at = (share) => Number(delays[Math.floor(delays.length * share)].toFixed(1));
  return { events, deliveries: delays.length, p50: at(0.5), p99: at(0.99), slowest: Number(delays.at(-1).toFixed(1)) };
}

async function compareThroughput({ pool, receivers }) {
  const [bare, delivered] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await postBare(receivers));
    delivered.push(await deliverBacklog(pool, receivers));
  }
  const [yardstick, ours] = [median(bare), median(delivered)];
  return { 'bare posts/s': yardstick, 'deliveries/s': ours, ratio: Number((ours / yardstick).toFixed(3)) };
}

async function postBare(receivers) {
  receivers.forget();
  const client = new Pool(receivers.url, { connections: 16 });
  const body = JSON.stringify({ data: BODY });
  const startMs = performance.now();
  let next = 0;
  const post = async () => {
    for (; next < BACKLOG;) {
      const number = next++;
      const answer = await client.request({
        path: '/bare',
        method: 'POST',
        body: body.replace('{', `{"number":${number},`),
      });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: 16 }, post));
  await client.close();
  return perSecond(BACKLOG, startMs);
}

/** From the first event's commit to the last arrival. */
async function deliverBacklog(pool, receivers) {
  receivers.forget();
  const startMs = performance.now();
  await write(
    pool,
    Array.from({ length: BACKLOG }, (_, number) => number),
  );
  await until(() => receivers.of('/fast').size === BACKLOG);
  return perSecond(BACKLOG, startMs);
}

async function write(pool, numbers) {
  await pool.query({
    name: 'events',
    text: `INSERT INTO events (account_id, mode, id, type, data, created_at)
      SELECT $1, 'sandbox', id, 'payment.updated', data, now() FROM unnest($2::uuid[], $3::json[]) AS e (id, data)`,
    values: [
      DEFAULT_ACCOUNT_ID,
      numbers.map(() => newId()),
      numbers.map((number) => JSON.stringify({ number, ...BODY })),
    ],
  });
  await pool.query({ name: 'wake', text: `SELECT pg_notify('dunlin', 'bench events')` });
}

async function startReceivers() {
  const arrivals = new Map();
  const of = (path) => arrivals.get(path) ?? arrivals.set(path, new Map()).get(path);
  const server = createServer((incoming, response) => {
    let text = '';
    incoming.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    incoming.on('end', () => {
      if (incoming.url === '/hangs') return;
      const { number = JSON.parse(text).data.number } = JSON.parse(text);
      if (!of(incoming.url).has(number)) of(incoming.url).set(number, performance.now());
      response.writeHead(204).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, of, forget: () => arrivals.clear(), stop };
}

async function startDunlin({ url, dataDir }) {
  const [port, key] = [await freePort(), newKey('sandbox')];
  const child = spawn(process.execPath, [MAIN], {
    cwd: dataDir,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      PORT: String(port),
      SECRET_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      KEY_PEPPER: randomBytes(32).toString('hex'),
      BOOTSTRAP_SANDBOX_KEY: key,
      OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
      RATE_LIMIT_SANDBOX: '0',
      LOG_LEVEL: 'error',
    },
  });
  dunlinPid = child.pid;
  const base = `http://127.0.0.1:${port}`;
  const call = async (method, path, body) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await request(`${base}${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text && JSON.parse(text);
  };
  await until(() =>
    call('GET', '/health/ready').then(
      () => true,
      () => false,
    ),
  );
  return {
    subscribe: (endpoint) => call('POST', '/v1/webhook-endpoints', { url: endpoint }),
    unsubscribeAll: async () => {
      const { data } = await call('GET', '/v1/webhook-endpoints?limit=100');
      for (const { id } of data) await call('DELETE', `/v1/webhook-endpoints/${id}`);
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGTERM');
      }),
  };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createProbe().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function until(isSo, deadlineMs = 60_000) {
  for (const endMs = performance.now() + deadlineMs; !(await isSo()); await delay(5)) {
    if (performance.now() > endMs) throw new Error(`Not so after ${deadlineMs} ms: ${isSo}`);
  }
}

function perSecond(count, startMs) {
  return Math.round((count * 1000) / (performance.now() - startMs));
}

function median(figures) {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];
}
