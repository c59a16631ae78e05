import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Account } from './account.entity.js';

@Injectable()
export class AccountsService {
  constructor(private readonly database: Database) {}

  async get(accountId: string): Promise<Account> {
    const [account] = await this.database.select(Account, 'WHERE id = $1', [accountId]);
    if (!account) throw new Error(`No account ${accountId}`);
    return account;
  }
}
