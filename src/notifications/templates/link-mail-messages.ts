import type { NotificationKind } from '../notification.entity.js';

interface Names {
  readonly payee: string;
  /** As a reader of the language writes it. */
  readonly amount: string;
  readonly reference: string;
}

/** Every text of the mails about a link. A catalogue that lacks one does not compile. */
export interface LinkMailMessages {
  readonly testMode: {
    /** Before the subject; short. */
    readonly prefix: string;
    /** Over the message. */
    readonly banner: string;
  };
  readonly subject: Readonly<Record<NotificationKind, (names: Names) => string>>;
  readonly heading: Readonly<Record<NotificationKind, (payee: string) => string>>;
  /** What mailboxes show beside the subject. */
  readonly preview: Readonly<Record<NotificationKind, (names: Pick<Names, 'amount' | 'reference'>) => string>>;
  readonly greeting: (name: string) => string;
  /** Before what it announces. */
  readonly colon: (label: string) => string;
  readonly reference: string;
  readonly due: string;
  readonly paidOn: string;
  readonly pay: (amount: string) => string;
  readonly viewPayment: string;
  readonly copyHint: string;
  readonly qrHint: string;
  readonly questions: (payee: string) => string;
  /** Why this came, and what to do if it should not have. */
  readonly closing: Readonly<Record<NotificationKind, string>>;
  readonly stopReminders: string;
}
