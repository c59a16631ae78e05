import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../config/secrets.js';
import type { RowKey } from '../database/owned-row.js';

/** How the address rests that somebody wants to be forgotten by: sealed while it is needed, afterwards as a hash. */
@Injectable()
export class AddressSeals {
  private readonly hashKey: Buffer;

  constructor(private readonly secrets: Secrets) {
    // A key of its own, so that no hash can ever pass for something else that the pepper signs.
    this.hashKey = createHmac('sha256', secrets.keyPepper).update('addresses of erasures').digest();
  }

  /** Upper and lower case are the same. */
  hashOf({ accountId, mode }: Pick<RowKey, 'accountId' | 'mode'>, address: string): Buffer {
    return createHmac('sha256', this.hashKey).update(`${accountId} ${mode} ${address.toLowerCase()}`).digest();
  }

  seal(erasure: RowKey, address: string): string {
    return this.secrets.box.seal(address, placeOf(erasure));
  }

  open(erasure: RowKey, sealed: string): string {
    return this.secrets.box.open(sealed, placeOf(erasure));
  }
}

function placeOf({ accountId, mode, id }: RowKey) {
  return { table: 'erasures', column: 'address', accountId, mode, rowId: id };
}
