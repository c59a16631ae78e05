import { OmitType, PartialType } from '@nestjs/swagger';
import { CreateConnectionDto } from './create-connection.dto.js';

/** What is left out stays as it is; null puts back what a connection begins with. */
export class UpdateConnectionDto extends PartialType(OmitType(CreateConnectionDto, ['provider'] as const), {
  // A name and credentials can be left out, but not taken away.
  skipNullProperties: false,
}) {
  /**
   * In place of the old ones, which are not asked for. They must belong to the same account at the provider: payments
   * that were made through this connection are looked up with them.
   * @example { "apiKey": "sk_sandbox_replace_me" }
   */
  declare credentials?: Record<string, string>;
}
