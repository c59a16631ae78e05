import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/caller.js';
import { Clock } from '../../common/clock.js';
import { Cursors } from '../../common/cursor.js';
import { DomainError } from '../../common/domain-error.js';
import type { PageQueryDto } from '../../common/page.dto.js';
import { Secrets } from '../../config/secrets.js';
import { Database } from '../../database/database.js';
import { ListQuery, NEWEST_FIRST, type Page } from '../../database/list-query.js';
import type { RowKey } from '../../database/owned-row.js';
import type { Sql } from '../../database/sql.js';
import { Transactor } from '../../database/transactor.js';
import type { CreateEndpointDto, UpdateEndpointDto } from './dto/endpoint.dto.js';
import { ROUND_CHUNK } from './delivery-round.js';
import { EndpointSeals, secretsAlive } from './endpoint-seals.js';
import { Endpoint } from './endpoint.entity.js';
import { OutboundClient } from './outbound-guard.client.js';
import { OutboundFailure } from './outbound-guard.failure.js';
import { newWebhookSecret } from './webhook-signature.js';

/** Of an account and mode: each event becomes a delivery to each of them, in one statement. */
const MAX_ENDPOINTS = 50;

/** The one time that a secret is shown. */
export interface EndpointWithSecret {
  readonly endpoint: Endpoint;
  readonly secret: string;
}

@Injectable()
export class EndpointsService {
  private readonly seals: EndpointSeals;

  constructor(
    private readonly database: Database,
    private readonly transactor: Transactor,
    private readonly outbound: OutboundClient,
    secrets: Secrets,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {
    this.seals = new EndpointSeals(secrets.box);
  }

  /**
   * Makes an endpoint; its deliveries begin with the next event. A retry with the same id shows the same secret again.
   * Throws `url_not_allowed`, and `state_conflict` where there are as many as there may be.
   */
  async create(caller: Caller, { dto, id }: { dto: CreateEndpointDto; id: string }): Promise<EndpointWithSecret> {
    await this.checkUrl(dto.url, caller);
    return this.transactor.run(async (tx) => {
      const key = { accountId: caller.accountId, mode: caller.mode, id };
      const [existing] = await this.find(key, tx);
      if (existing) return { endpoint: existing, secret: this.seals.open(existing)[0]!.secret };
      const fromSequence = await this.nextSequence(tx, caller);
      await refuseTooMany(tx, key);
      const secret = newWebhookSecret();
      const now = this.clock.now();
      const endpoint = Object.assign(new Endpoint(), {
        ...key,
        url: dto.url,
        description: dto.description ?? null,
        events: dto.events ?? [],
        secrets: this.seals.seal(key, [{ secret, until: null }]),
        status: 'active',
        fromSequence,
        failingSince: null,
        warnedAt: null,
        pausedAt: null,
        pauseReason: null,
        createdAt: now,
        updatedAt: now,
      } satisfies Partial<Endpoint>);
      await tx.write({ insert: [endpoint] });
      return { endpoint, secret };
    });
  }

  /** Throws `not_found`, also for one that was removed. */
  async get(key: RowKey): Promise<Endpoint> {
    return listed(await this.find(key, this.database));
  }

  /** Like `get`, and nobody else changes it until the end of the transaction. */
  async lock(tx: Sql, key: RowKey): Promise<Endpoint> {
    return listed(await this.find(key, tx, 'FOR NO KEY UPDATE'));
  }

  /** Newest first, without those that were removed. Throws `validation_failed` for a cursor of another list. */
  page(caller: Pick<Caller, 'accountId' | 'mode'>, page: PageQueryDto): Promise<Page<Endpoint>> {
    const { accountId, mode } = caller;
    return new ListQuery(caller, 'endpoints').that(`status <> 'deleted'`).page(this.database, Endpoint, {
      order: NEWEST_FIRST,
      cursors: this.cursors,
      scope: { route: 'GET /v1/webhook-endpoints', accountId, mode, filters: {} },
      page,
    });
  }

  /** Throws `not_found` and `url_not_allowed`. */
  async update(key: RowKey, dto: UpdateEndpointDto): Promise<Endpoint> {
    if (dto.url !== undefined) await this.checkUrl(dto.url, key);
    return this.transactor.run(async (tx) => {
      const endpoint = await this.lock(tx, key);
      Object.assign(endpoint, {
        url: dto.url ?? endpoint.url,
        events: dto.events === undefined ? endpoint.events : (dto.events ?? []),
        description: dto.description === undefined ? endpoint.description : dto.description,
        updatedAt: this.clock.now(),
      });
      await tx.write({ update: [{ row: endpoint, set: ['url', 'events', 'description', 'updatedAt'] }] });
      return endpoint;
    });
  }

  /** Nothing is delivered to it any more; what was delivered stays on record. Throws `not_found`. */
  async remove(key: RowKey): Promise<void> {
    while (!(await this.transactor.run((tx) => this.removeStep(tx, key))));
  }

  /** Every secret that signs now, newest first. */
  secretsOf(endpoint: Endpoint): string[] {
    return secretsAlive(this.seals.open(endpoint), this.clock.now()).map(({ secret }) => secret);
  }

  /** Until when a former secret signs along; null: the current one signs alone. */
  overlapUntilOf(endpoint: Endpoint): Date | null {
    const [last] = secretsAlive(this.seals.open(endpoint), this.clock.now())
      .flatMap(({ until }) => until ?? [])
      .toSorted((a, b) => Date.parse(b) - Date.parse(a));
    return last === undefined ? null : new Date(last);
  }

  /** Ends some of its deliveries; with the last of them the endpoint itself, and answers true. */
  private async removeStep(tx: Sql, key: RowKey): Promise<boolean> {
    // Waits for who is making deliveries to it, and keeps others from making any.
    const endpoint = listed(await this.find(key, tx, 'FOR UPDATE'));
    const ended = await tx.run(
      // The fence: what is under way just now must not be noted as due again.
      `UPDATE deliveries SET status = 'exhausted', due_at = NULL, leased_until = NULL, fence = fence + 1
       WHERE account_id = $1 AND mode = $2 AND id = ANY (ARRAY(
         SELECT id FROM deliveries WHERE account_id = $1 AND mode = $2 AND endpoint_id = $3
           AND status = 'due' LIMIT $4))`,
      [key.accountId, key.mode, key.id, ROUND_CHUNK],
    );
    if (ended === ROUND_CHUNK) return false;
    Object.assign(endpoint, { status: 'deleted', pausedAt: null, pauseReason: null, updatedAt: this.clock.now() });
    await tx.write({ update: [{ row: endpoint, set: ['status', 'pausedAt', 'pauseReason', 'updatedAt'] }] });
    return true;
  }

  /** The planner takes the same row's lock, so every event gets its delivery on one side of this moment or the other. */
  private async nextSequence(tx: Sql, caller: Caller): Promise<number> {
    const [planned] = await tx.query<{ sequence: number }>(
      `INSERT INTO delivery_positions AS p (account_id, mode, sequence)
       SELECT $1, $2, coalesce(max(last_sequence), 0) FROM event_counters WHERE account_id = $1 AND mode = $2
       ON CONFLICT (account_id, mode) DO UPDATE SET sequence = p.sequence RETURNING sequence`,
      [caller.accountId, caller.mode],
    );
    return planned!.sequence + 1;
  }

  private async checkUrl(url: string, { mode }: Pick<RowKey, 'mode'>): Promise<void> {
    try {
      await this.outbound.checkUrl(url, mode);
    } catch (error) {
      if (error instanceof OutboundFailure) throw new DomainError('url_not_allowed', error.message);
      throw error;
    }
  }

  private find(key: RowKey, sql: Sql, lock: '' | 'FOR NO KEY UPDATE' | 'FOR UPDATE' = ''): Promise<Endpoint[]> {
    const condition = `WHERE account_id = $1 AND mode = $2 AND id = $3 ${lock}`;
    return sql.select(Endpoint, condition, [key.accountId, key.mode, key.id]);
  }
}

/** The lock that `nextSequence` took is held: nobody else adds one meanwhile. */
async function refuseTooMany(tx: Sql, { accountId, mode }: Pick<RowKey, 'accountId' | 'mode'>): Promise<void> {
  const present = await tx.query(
    `SELECT FROM endpoints WHERE account_id = $1 AND mode = $2 AND status <> 'deleted' LIMIT $3`,
    [accountId, mode, MAX_ENDPOINTS],
  );
  if (present.length < MAX_ENDPOINTS) return;
  throw new DomainError(
    'state_conflict',
    `There are ${MAX_ENDPOINTS} endpoints already, the most that there may be. Remove one, or change one.`,
  );
}

function listed([endpoint]: readonly Endpoint[]): Endpoint {
  if (!endpoint || endpoint.status === 'deleted') throw new DomainError('not_found', 'There is no such endpoint.');
  return endpoint;
}
