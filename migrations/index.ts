import { FirstTables1763600000001 } from './0001-first-tables.js';
import { Guards1763600000002 } from './0002-guards.js';
import { ProviderPace1763600000003 } from './0003-provider-pace.js';
import { DueDeliveries1763600000004 } from './0004-due-deliveries.js';
import { KeysAndLimits1763600000005 } from './0005-keys-and-limits.js';
import { ListsAndLooks1763600000006 } from './0006-lists-and-looks.js';
import { ConnectionLife1763600000007 } from './0007-connection-life.js';
import { DeliveryLife1763600000008 } from './0008-delivery-life.js';
import { Unbooked1763600000009 } from './0009-unbooked.js';
import { MailLife1763600000010 } from './0010-mail-life.js';
import { LinkLife1763600000011 } from './0011-link-life.js';
import { CertificateSlots1763600000012 } from './0012-certificate-slots.js';
import { MoneyBack1763600000013 } from './0013-money-back.js';
import { Reconciliations1763600000014 } from './0014-reconciliations.js';
import { PersonalData1763600000015 } from './0015-personal-data.js';
import { UnknownOutcomes1763600000016 } from './0016-unknown-outcomes.js';
import { RoomForClaims1763600000017 } from './0017-room-for-claims.js';

/** In the order in which they run. */
export const MIGRATIONS = [
  FirstTables1763600000001,
  Guards1763600000002,
  ProviderPace1763600000003,
  DueDeliveries1763600000004,
  KeysAndLimits1763600000005,
  ListsAndLooks1763600000006,
  ConnectionLife1763600000007,
  DeliveryLife1763600000008,
  Unbooked1763600000009,
  MailLife1763600000010,
  LinkLife1763600000011,
  CertificateSlots1763600000012,
  MoneyBack1763600000013,
  Reconciliations1763600000014,
  PersonalData1763600000015,
  UnknownOutcomes1763600000016,
  RoomForClaims1763600000017,
] as const;
