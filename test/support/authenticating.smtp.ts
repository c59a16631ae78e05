import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server that wants a password, and that repeats what it refuses, as some do. */
export class AuthenticatingSmtp {
  /** What it does not take next; everything once there is nothing left. */
  private readonly script: ('password' | 'recipient')[] = [];
  private readonly sockets = new Set<Socket>();
  /** The messages it took, as they came. */
  readonly mails: string[] = [];
  readonly passwords = new Set<string>();

  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<AuthenticatingSmtp> {
    const server: SMTPServer = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 100,
      onAuth: ({ username, password }, _, done) => {
        smtp.passwords.add(String(password));
        if (smtp.script[0] !== 'password') return done(null, { user: String(username) });
        smtp.script.shift();
        done(answer(535, `No: ${String(password)} is not the password of ${String(username)}`));
      },
      onRcptTo: ({ address }, _, done) => {
        if (smtp.script[0] !== 'recipient') return done();
        smtp.script.shift();
        done(answer(550, `No such user: ${address}`));
      },
      onData: (stream, _, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          smtp.mails.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    const smtp = new AuthenticatingSmtp(server);
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      smtp.sockets.add(socket);
      socket.on('close', () => smtp.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return smtp;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get hasRefusedAll(): boolean {
    return this.script.length === 0;
  }

  /** The next of its kind, on a connection that has yet to say who it is. */
  refuse(next: 'password' | 'recipient'): void {
    this.script.push(next);
    for (const socket of this.sockets) socket.destroy();
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
