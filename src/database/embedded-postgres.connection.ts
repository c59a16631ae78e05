import { realpath } from 'node:fs/promises';
import { Client, DatabaseError } from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

const CONNECT_WITHIN_MS = 2_000;
const QUERY_WITHIN_MS = 20_000;

/**
 * Connects, makes sure that it is the server of this cluster, and that it has the database `dunlin`.
 *
 * @returns false if the server does not answer or not yet, or is another cluster's: a copied data directory brings a
 * postmaster.pid along that points to the original's port, and the password is the same.
 * @throws EmbeddedPostgresError if it answers but not to our password.
 */
export async function greetServer(options: { clusterDir: string; password: string; port: number }): Promise<boolean> {
  const { clusterDir, password, port } = options;
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'dunlin',
    password,
    database: 'postgres',
    ssl: false,
    application_name: 'dunlin-launcher',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: QUERY_WITHIN_MS,
  });
  // Without a listener, a server that goes away between two queries would end our process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (!(await serves(client, clusterDir))) return false;
    await ensureDatabase(client);
    return true;
  } catch (error) {
    throwIfRefused(error, clusterDir);
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function serves(client: Client, clusterDir: string): Promise<boolean> {
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
  const served = await realpath(rows[0]?.data_directory ?? '').catch(() => undefined);
  return served === clusterDir;
}

/** On every start, since a process killed between the start of a new server and this leaves one without. */
async function ensureDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'dunlin'");
  if (rowCount) return;
  try {
    await client.query('CREATE DATABASE dunlin');
  } catch (error) {
    // Two processes saw it missing: duplicate_database, or unique_violation when they were closer still.
    if (!(error instanceof DatabaseError && ['42P04', '23505'].includes(error.code ?? ''))) throw error;
  }
}

function throwIfRefused(error: unknown, clusterDir: string): void {
  if (!(error instanceof DatabaseError) || error.code !== '28P01') return;
  throw new EmbeddedPostgresError(
    `The PostgreSQL server of ${clusterDir} does not accept the password in the file "password" beside it: restore that file, or set DATABASE_URL.`,
  );
}
