import type { Money } from '../../common/money.js';
import type { NotificationKind } from '../notification.entity.js';

/** Everything a mail about a link says. Texts may be whatever an ERP sent; the renderer makes them harmless. */
export interface LinkMailModel {
  readonly kind: NotificationKind;
  /** BCP 47. A language without a catalogue is answered in English. */
  readonly locale: string;
  /** IANA name of the zone in which dates are written. */
  readonly timeZone: string;
  readonly mode: 'sandbox' | 'live';
  readonly payee: {
    readonly name: string;
    readonly supportEmail: string | null;
    readonly supportPhone: string | null;
    readonly supportUrl: string | null;
  };
  readonly recipientName: string | null;
  /** What is owed; of a receipt, what was paid. */
  readonly amount: Money;
  readonly reference: string;
  readonly description: string | null;
  readonly dueAt: Date | null;
  /** Of a receipt. */
  readonly paidAt: Date | null;
  /** The link, `https:` or `http:`. */
  readonly url: string;
  /** Where the payer stops reminders of this link; likewise. */
  readonly stopUrl: string;
  /** Words of the ERP's own for this payer. */
  readonly message: string | null;
  /** Content-ID, without brackets, of an attached image of the link's QR code. A receipt shows none. */
  readonly qrContentId: string | null;
}

export interface RenderedMail {
  /** One line of at most 150 characters. */
  readonly subject: string;
  readonly html: string;
  /** Lines end in `\n`. */
  readonly text: string;
}
