import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export interface AcceptedMail {
  /** Whom the server was told to bring it to, whatever the headers say. */
  readonly recipients: readonly string[];
  readonly sender: string;
  readonly raw: string;
  readonly email: Email;
  /** By our clock. */
  readonly acceptedAtMs: number;
}

/** What the server does with the next message; `accept` once the script is over. */
export type SmtpMove =
  | 'accept'
  /** Refused for good at RCPT, at DATA. */
  | 'refuse_recipient'
  | 'refuse_content'
  /** Asked to come back later: at RCPT as greylisting does, at DATA. */
  | 'greylist'
  | 'busy'
  /** The connection breaks within DATA; the message is lost. */
  | 'cut_in_data'
  /** The message is taken, and the connection breaks before the server says so. */
  | 'cut_before_250'
  /** The message is taken, and the answer comes when `release` is called. */
  | 'hold'
  /** The same at RCPT, before there is a message. */
  | 'hold_recipient'
  /** The answer to DATA has a further line every few milliseconds, and never a last one. */
  | 'drip';

/** A real SMTP server that keeps every message it takes, and misbehaves as told. It may be stopped and started again. */
export class ScriptedSmtp {
  readonly mails: AcceptedMail[] = [];
  /** Messages whose DATA has begun, taken or not. */
  attempts = 0;
  /** Messages at once, at most. */
  mostAtOnce = 0;
  private readonly script: SmtpMove[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly held: (() => void)[] = [];
  private underWay = 0;
  private server: SMTPServer | null = null;
  private port = 0;

  static async start(): Promise<ScriptedSmtp> {
    const smtp = new ScriptedSmtp();
    await smtp.listen();
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  get heldCount(): number {
    return this.held.length;
  }

  /** Each move is for one message, in the order in which they come. */
  next(...moves: SmtpMove[]): void {
    this.script.push(...moves);
  }

  /** Answers 250 to all that are held. */
  release(): void {
    for (const answer of this.held.splice(0)) answer();
  }

  /** At the port it had before. */
  async listen(): Promise<void> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 100,
      onRcptTo: (_, __, done) => this.atRecipient(done),
      onData: (stream, session, done) => void this.take(stream, session, done),
    });
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.server.address() as AddressInfo).port;
    this.server = server;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = null;
    this.cut();
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }

  private atRecipient(done: (error?: Error) => void): void {
    const [move] = this.script;
    if (move !== 'refuse_recipient' && move !== 'greylist' && move !== 'hold_recipient') return done();
    this.script.shift();
    if (move === 'hold_recipient') return void this.held.push(done);
    done(move === 'greylist' ? answer(451, 'Greylisted <payer@example.com>') : answer(550, 'No such user here'));
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession, done: (error?: Error) => void) {
    const move = this.script.shift() ?? 'accept';
    this.attempts += 1;
    this.underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
    if (move === 'cut_in_data') return this.cut();
    const raw = await wholeOf(stream);
    this.underWay -= 1;
    if (!raw) return;
    if (move === 'refuse_content') return done(answer(554, 'Looks like spam'));
    if (move === 'busy') return done(answer(452, 'Disk full'));
    await this.keep(raw, session);
    if (move === 'cut_before_250') return this.cut();
    if (move === 'hold') return void this.held.push(done);
    if (move === 'drip') return this.drip();
    done();
  }

  /** To whoever is connected. */
  private drip(): void {
    for (const socket of this.sockets) {
      const dripping = setInterval(() => socket.write('250-still at it\r\n'), 20);
      socket.on('close', () => clearInterval(dripping));
    }
  }

  private async keep(raw: Buffer, { envelope }: SMTPServerSession): Promise<void> {
    this.mails.push({
      recipients: envelope.rcptTo.map(({ address }) => address),
      sender: envelope.mailFrom ? envelope.mailFrom.address : '',
      raw: raw.toString(),
      email: await PostalMime.parse(raw),
      acceptedAtMs: Date.now(),
    });
  }

  private cut(): void {
    this.underWay = 0;
    for (const socket of this.sockets) socket.destroy();
  }
}

/** `undefined` when the sender has gone in the middle of it. */
async function wholeOf(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
