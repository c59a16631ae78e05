import { connect } from 'node:net';

export interface RawAnswer {
  /** The status of each answer that came over the connection. */
  readonly statuses: readonly number[];
  readonly text: string;
}

const DEADLINE_MS = 30_000;

/** Sends these very bytes, as no client would, and reads until the server hangs up. Rejects when it does not. */
export function sendRaw(url: string, bytes: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const end = () => {
      clearTimeout(deadline);
      socket.destroy();
      const text = Buffer.concat(chunks).toString('latin1');
      resolve({ statuses: Array.from(text.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status)), text });
    };
    const deadline = setTimeout(() => {
      socket.destroy();
      reject(new Error(`The server holds the connection open: ${Buffer.concat(chunks).toString('latin1')}`));
    }, DEADLINE_MS);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', end);
    socket.on('error', end);
    socket.write(bytes);
  });
}

/** A request of HTTP/1.1 after which the connection ends. */
export function rawRequest(line: string, headers: readonly string[] = [], body = ''): string {
  const all = ['Host: dunlin.example', ...headers, 'Connection: close'];
  return `${line} HTTP/1.1\r\n${all.map((header) => `${header}\r\n`).join('')}\r\n${body}`;
}
