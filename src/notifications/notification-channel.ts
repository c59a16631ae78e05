import type { NotificationKind } from './notification.entity.js';

/** One message to one payer, in every form that a channel may need. */
export interface OutgoingMessage {
  /** `ntf_…`: the same over all attempts, so that a second copy can be told from a second message. */
  readonly id: string;
  readonly kind: NotificationKind;
  /** One bare address. */
  readonly to: string;
  /** The name that it comes under. */
  readonly senderName: string;
  /** Who answers questions; null: nobody is known. */
  readonly replyTo: string | null;
  readonly date: Date;
  /** One line. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** PNG images that the HTML names as `cid:<contentId>`. */
  readonly images: ReadonlyArray<{ readonly contentId: string; readonly png: Buffer }>;
  /** Where one POST ends messages of this sort; null: it is asked for, and cannot be ended. */
  readonly stopUrl: string | null;
}

export type SendOutcome =
  | { readonly kind: 'sent' }
  /** It will never be taken for this address: trying again is useless. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It was not taken, or nobody knows whether it was: try the same message again later. */
  | { readonly kind: 'trouble'; readonly reason: string };

/** What became of an attempt; `unwanted`: nothing was handed over, because `isStillWanted` said no. */
export type SendAttempt = SendOutcome | { readonly kind: 'unwanted' };

/** Whether a message may still go. A failing look is trouble: what nobody can tell to be wanted is not sent. */
export type IsStillWanted = () => Promise<boolean>;

/**
 * What brings messages to payers: a mail server, a folder, one day a messenger. A channel hands over one message at a
 * time, keeps nothing, retries nothing and never throws for what the outside does. It asks `isStillWanted` when all is
 * ready and only the last step is left: a mail server may take half a minute to come to that, and a payer pays
 * meanwhile. Reasons are shown to the ERP and stored: no address and no content in them. Every channel passes
 * `test/contract/notification-channel.contract.ts`.
 */
export abstract class NotificationChannel {
  abstract send(message: OutgoingMessage, isStillWanted: IsStillWanted): Promise<SendAttempt>;
}
