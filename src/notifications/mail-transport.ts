import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import type { RenderedMail } from './templates/link-mail.model.js';

const TIMEOUT_MS = 20_000;

export interface OutgoingMail extends RenderedMail {
  /** One bare address. */
  readonly to: string;
  readonly fromName: string;
  /** The same over all attempts, so that a second copy can be told from a second message. */
  readonly messageId: string;
  readonly date: Date;
}

export type MailOutcome =
  | { readonly kind: 'sent' }
  /** The server will never take this message for this address (5xx). */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Trouble that may pass (4xx, connection). */
  | { readonly kind: 'later'; readonly reason: string };

interface MailError {
  readonly responseCode?: number;
  readonly code?: string;
  readonly command?: string;
}

/** One SMTP server, over a pool of connections. */
@Injectable()
export class MailTransport implements OnApplicationShutdown {
  private readonly transporter: Transporter;

  constructor(private readonly options: { readonly smtpUrl: string; readonly fromAddress: string }) {
    this.transporter = createTransport({
      url: options.smtpUrl,
      pool: true,
      maxConnections: 4,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      // What we send is ours: no template may make it read a file or call an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(mail: OutgoingMail): Promise<MailOutcome> {
    try {
      await this.transporter.sendMail({
        // Objects, not texts: a text is parsed as a list, and a name with a comma would add recipients.
        from: { name: mail.fromName, address: this.options.fromAddress },
        to: { name: '', address: mail.to },
        envelope: { from: this.options.fromAddress, to: [mail.to] },
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        messageId: mail.messageId,
        date: mail.date,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOf(error as MailError);
    }
  }

  onApplicationShutdown(): void {
    this.transporter.close();
  }
}

/** Nodemailer's codes for an answer about the addresses and about the message; a 5xx to anything else is about us. */
const ABOUT_THE_MAIL = ['EENVELOPE', 'EMESSAGE'];

/** Servers quote addresses in their answers, so only the code is kept. */
function outcomeOf({ responseCode, code, command }: MailError): MailOutcome {
  // A wrong password or a sender that is not ours to use is put right by a person, and the mail is still wanted then.
  const isAboutTheMail = code !== undefined && ABOUT_THE_MAIL.includes(code) && command !== 'MAIL FROM';
  if (isAboutTheMail && responseCode === undefined) return { kind: 'refused', reason: 'The address cannot be used.' };
  if (isAboutTheMail && responseCode! >= 500)
    return { kind: 'refused', reason: `The mail server refused it (${responseCode}).` };
  if (responseCode !== undefined) return { kind: 'later', reason: `The mail server put it off (${responseCode}).` };
  return { kind: 'later', reason: `The mail server could not be reached (${code ?? 'no answer'}).` };
}
