import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Cursors } from '../common/cursor.js';
import { DomainError } from '../common/domain-error.js';
import type { PageQueryDto } from '../common/page.dto.js';
import { Database } from '../database/database.js';
import { DEFAULT_LIMIT, type Page } from '../database/list-query.js';
import type { Sql } from '../database/sql.js';
import { Account } from './account.entity.js';

/** What an account says of itself. */
export type AccountSettings = Omit<Account, 'id' | 'createdAt' | 'sender' | 'mayReturnTo' | 'returnSecretVersions'>;

const UNSAID: AccountSettings & Pick<Account, 'returnSecretVersions'> = {
  name: '',
  mailSenderName: null,
  supportEmail: null,
  supportPhone: null,
  supportUrl: null,
  logoUrl: null,
  colour: null,
  locale: 'en',
  timeZone: 'UTC',
  returnOrigins: [],
  returnSecretVersions: {},
  reminderWindow: { fromHour: 9, toHour: 18 },
  receipts: false,
  personalDataDays: null,
};

const EVERY_ACCOUNT = { route: 'GET /v1/admin/accounts', accountId: '', mode: '', filters: {} };
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
  ) {}

  /** Stores an account under an id that may be known from an earlier try. */
  async create(id: string, settings: Partial<AccountSettings> & Pick<Account, 'name'>): Promise<Account> {
    const existing = await this.find(id);
    if (existing) return existing;
    const account = Object.assign(new Account(), UNSAID, settings, { id, createdAt: this.clock.now() });
    await this.database.write({ insert: [account] });
    return account;
  }

  async get(accountId: string, sql?: Sql): Promise<Account> {
    const account = await this.find(accountId, sql);
    if (!account) throw new DomainError('not_found', 'There is no such account.');
    return account;
  }

  /** All of this installation, newest first. Throws `validation_failed` for a cursor of another list. */
  async list({ limit = DEFAULT_LIMIT, cursor }: PageQueryDto): Promise<Page<Account>> {
    const [at, id] = cursor === undefined ? ['infinity', LAST_ID] : this.cursors.open(EVERY_ACCOUNT, cursor);
    const found = await this.database.select(
      Account,
      'WHERE (created_at, id) < ($1::timestamptz, $2::uuid) ORDER BY created_at DESC, id DESC LIMIT $3',
      [at, id, limit + 1],
    );
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return {
      rows,
      nextCursor: hasMore ? this.cursors.make(EVERY_ACCOUNT, [last.createdAt.toISOString(), last.id]) : null,
    };
  }

  /** Writes what is given and nothing else, so that two who change different things at once do not undo each other. */
  async update(accountId: string, changes: Partial<AccountSettings>): Promise<Account> {
    const set = Object.keys(changes);
    const row = Object.assign(new Account(), changes, { id: accountId });
    if (set.length > 0) await this.database.write({ update: [{ row, set }] });
    return this.get(accountId);
  }

  private async find(id: string, sql: Sql = this.database): Promise<Account | undefined> {
    const [account] = await sql.select(Account, 'WHERE id = $1', [id]);
    return account;
  }
}
