import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { Database } from '../database/database.js';
import { Account } from './account.entity.js';

/** What an account says of itself. */
export type AccountSettings = Omit<Account, 'id' | 'createdAt' | 'sender'>;

const UNSAID: AccountSettings = {
  name: '',
  mailSenderName: null,
  supportEmail: null,
  supportPhone: null,
  supportUrl: null,
  logoUrl: null,
  colour: null,
  locale: 'en',
  timeZone: 'UTC',
};

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Stores an account under an id that may be known from an earlier try. */
  async create(id: string, settings: Partial<AccountSettings> & Pick<Account, 'name'>): Promise<Account> {
    const existing = await this.find(id);
    if (existing) return existing;
    const account = Object.assign(new Account(), UNSAID, settings, { id, createdAt: this.clock.now() });
    await this.database.write({ insert: [account] });
    return account;
  }

  async get(accountId: string): Promise<Account> {
    const account = await this.find(accountId);
    if (!account) throw new DomainError('not_found', 'There is no such account.');
    return account;
  }

  /** Newest first. */
  list(): Promise<Account[]> {
    return this.database.select(Account, 'ORDER BY created_at DESC, id DESC', []);
  }

  /** Writes what is given and nothing else, so that two who change different things at once do not undo each other. */
  async update(accountId: string, changes: Partial<AccountSettings>): Promise<Account> {
    const set = Object.keys(changes);
    const row = Object.assign(new Account(), changes, { id: accountId });
    if (set.length > 0) await this.database.write({ update: [{ row, set }] });
    return this.get(accountId);
  }

  private async find(id: string): Promise<Account | undefined> {
    const [account] = await this.database.select(Account, 'WHERE id = $1', [id]);
    return account;
  }
}
