import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import {
  NotificationChannel,
  type IsStillWanted,
  type OutgoingMessage,
  type SendAttempt,
  type SendOutcome,
} from '../notification-channel.js';
import { isBareAddress, NOT_AN_ADDRESS } from './bare-address.js';
import { LastLook } from './last-look.js';

/** As many as a process has messages under way: one that waited for a connection could be out of date by then. */
const CONNECTIONS = 5;
const TIMEOUT_MS = 20_000;
/** For all of a message: a server that says something every few seconds, and never the end, is no silent one. */
const DEADLINE_MS = 120_000;

interface MailChannelOptions {
  readonly smtpUrl: string;
  readonly fromAddress: string;
  /** What Message-IDs end in. */
  readonly domain: string;
  /** How long the server may be silent. */
  readonly timeoutMs?: number;
  /** How long one message may take in all. */
  readonly deadlineMs?: number;
}

/** Nodemailer hands its plugins what it was given. */
interface PlannedMail extends SendMailOptions {
  readonly lastLook: LastLook;
}

interface MailError {
  readonly responseCode?: number;
  readonly code?: string;
  readonly command?: string;
}

/** One SMTP server, over a pool of connections. */
@Injectable()
export class MailChannel extends NotificationChannel implements OnApplicationShutdown {
  private readonly transporter: Transporter;

  constructor(private readonly options: MailChannelOptions) {
    super();
    const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.transporter = createTransport({
      url: options.smtpUrl,
      pool: true,
      maxConnections: CONNECTIONS,
      // The schedule decides on retries. Nodemailer's own would send again at once after a cut within DATA, and a server
      // that took the message just before the cut would deliver it twice.
      maxRequeues: 0,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      // What we send is ours: no template may make it read a file or call an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.transporter.use('stream', ({ message, data }, done) => {
      const { lastLook } = data as PlannedMail;
      message.processFunc((stream) => lastLook.at(stream));
      done();
    });
  }

  async send(message: OutgoingMessage, isStillWanted: IsStillWanted): Promise<SendAttempt> {
    if (!isBareAddress(message.to)) return NOT_AN_ADDRESS;
    const lastLook = new LastLook(isStillWanted);
    const signal = AbortSignal.timeout(this.options.deadlineMs ?? DEADLINE_MS);
    const mail: PlannedMail = { ...mailOf(message, this.options), lastLook, signal };
    try {
      await this.transporter.sendMail(mail);
      return { kind: 'sent' };
    } catch (error) {
      return lastLook.saidNo ? { kind: 'unwanted' } : outcomeOf(error as MailError);
    }
  }

  onApplicationShutdown(): void {
    this.transporter.close();
  }
}

function mailOf(message: OutgoingMessage, { fromAddress, domain }: MailChannelOptions): SendMailOptions {
  const { to, replyTo, senderName, subject, html, text, date, images, stopUrl } = message;
  return {
    // Objects, not texts: a text is parsed as a list, and a name with a comma would add recipients.
    from: { name: senderName, address: fromAddress },
    to: { name: '', address: to },
    ...(replyTo !== null && { replyTo: { name: senderName, address: replyTo } }),
    envelope: { from: fromAddress, to: [to] },
    subject,
    html,
    text,
    messageId: `<${message.id}@${domain}>`,
    date,
    attachments: images.map(({ contentId, png }) => ({
      cid: contentId,
      content: png,
      contentType: 'image/png',
      filename: 'qr.png',
      contentDisposition: 'inline' as const,
    })),
    headers: {
      // No mailbox answers a machine: neither standard ones (RFC 3834) nor Exchange, which knows a header of its own.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      // RFC 8058: the mail program's own button sends a POST there; nothing that merely opens addresses does.
      ...(stopUrl !== null && {
        'List-Unsubscribe': `<${stopUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  };
}

/** Nodemailer's codes for an answer about the addresses and about the message; a 5xx to anything else is about us. */
const ABOUT_THE_MAIL = ['EENVELOPE', 'EMESSAGE'];

/** Servers quote addresses in their answers, so only the code is kept. */
function outcomeOf({ responseCode, code, command }: MailError): SendOutcome {
  // A wrong password or a sender that is not ours to use is put right by a person, and the mail is still wanted then.
  const isAboutTheMail = code !== undefined && ABOUT_THE_MAIL.includes(code) && command !== 'MAIL FROM';
  if (isAboutTheMail && responseCode === undefined) return { kind: 'refused', reason: 'The address cannot be used.' };
  if (isAboutTheMail && responseCode! >= 500)
    return { kind: 'refused', reason: `The mail server refused it (${responseCode}).` };
  if (responseCode !== undefined) return { kind: 'trouble', reason: `The mail server put it off (${responseCode}).` };
  return { kind: 'trouble', reason: `The mail server could not be reached (${code ?? 'no answer'}).` };
}
