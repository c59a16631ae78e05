import { mkdir, rename, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';

interface LocalSmtpOptions {
  /** Where messages are put; made if it does not exist. */
  readonly dir: string;
  readonly clock: Clock;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;
/** How long `stop` waits for mail under way; a sender's idle connections would else hold it for 30 s. */
const STOP_TIMEOUT_MS = 1000;

/** A real SMTP server for development that delivers nowhere: each message becomes a file `<time>-<id>.eml`. Loopback only. */
export class LocalSmtp {
  private constructor(
    private readonly server: SMTPServer,
    /** For a mail transport: `smtp://127.0.0.1:<port>`. */
    readonly url: string,
  ) {}

  static async start({ dir, clock, port = 0 }: LocalSmtpOptions): Promise<LocalSmtp> {
    await mkdir(dir, { recursive: true });
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      size: MAX_MESSAGE_BYTES,
      closeTimeout: STOP_TIMEOUT_MS,
      onData: (stream, session, done) => {
        keep(stream, session, { dir, clock }).then(() => done(), done);
      },
    });
    // A peer that hangs up is no reason for the process to die of an unheard error event.
    server.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const { port: taken } = server.server.address() as AddressInfo;
    return new LocalSmtp(server, `smtp://127.0.0.1:${taken}`);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

async function keep(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  { dir, clock }: LocalSmtpOptions,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw Object.assign(new Error('Message too large'), { responseCode: 552 });

  // As a real delivery agent does, so that copies to people the headers do not name can be seen.
  const deliveredTo = envelope.rcptTo.map(({ address }) => `Delivered-To: ${address}\r\n`).join('');
  const name = `${clock.now().toISOString().replace(/[-:.]/g, '')}-${newId()}.eml`;
  const unfinished = join(dir, `.${name}`);
  await writeFile(unfinished, Buffer.concat([Buffer.from(deliveredTo), ...chunks]));
  // A reader of the folder must never see half a message.
  await rename(unfinished, join(dir, name));
}
