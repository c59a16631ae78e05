import { Entity, ForeignKey } from 'typeorm';
import { Instant } from '../database/columns.js';
import { OwnedRow } from '../database/owned-row.js';
import { Connection } from './connection.entity.js';

/** When a connection may call its provider next; `id` is the connection's. Shared by all processes. */
@Entity('provider_paces')
@ForeignKey(() => Connection, ['accountId', 'mode', 'id'], ['accountId', 'mode', 'id'], {
  name: 'provider_paces_connection',
})
export class ProviderPaceRow extends OwnedRow {
  @Instant()
  freeAt: Date;
}
