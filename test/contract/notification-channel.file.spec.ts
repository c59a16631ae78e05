import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileChannel } from '../../src/notifications/channels/file.channel.js';
import {
  aMessage,
  describeNotificationChannel,
  wanted,
  type ArrivedMessage,
  type ChannelHarness,
} from './notification-channel.contract.js';

interface Dropped extends Omit<ArrivedMessage, 'images'> {
  readonly kind: string;
  readonly date: string;
  readonly images: ReadonlyArray<{ readonly contentId: string; readonly png: string }>;
}

interface FileHarness extends ChannelHarness {
  readonly dir: string;
}

async function open(): Promise<FileHarness> {
  const parent = await mkdtemp(join(tmpdir(), 'file-channel-'));
  const dir = join(parent, 'out');
  return {
    channel: new FileChannel(dir),
    dir,
    arrived: async () => (await dropped(dir)).map(arrivedOf),
    // A file where the folder should be.
    breakDown: () => writeFile(dir, ''),
    repair: () => rm(dir),
    close: () => rm(parent, { recursive: true }),
  };
}

async function dropped(dir: string): Promise<Dropped[]> {
  const names = await readdir(dir).catch(() => []);
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(dir, name), 'utf8')) as Dropped));
}

function arrivedOf(dropped: Dropped): ArrivedMessage {
  const { kind: _, date: __, ...message } = dropped;
  const images = message.images.map(({ contentId, png }) => ({ contentId, png: Buffer.from(png, 'base64') }));
  return { ...message, images };
}

describeNotificationChannel('file', open);

describe('a dropped message', () => {
  let harness: FileHarness;

  beforeEach(async () => {
    harness = await open();
    await harness.channel.send(aMessage(), wanted);
  });

  afterEach(() => harness.close());

  it('is one file named by its id, which its owner alone may read, and nothing else', async () => {
    expect(await readdir(harness.dir)).toEqual(['ntf_01h455vb4pex5vsknk084sn02q.json']);
    const { mode } = await stat(join(harness.dir, 'ntf_01h455vb4pex5vsknk084sn02q.json'));
    expect(mode & 0o077).toBe(0);
  });

  it('says what it is and when it was handed over', async () => {
    expect(await dropped(harness.dir)).toMatchObject([{ kind: 'reminder', date: '2026-11-20T10:00:00.000Z' }]);
  });

  it('is still one file when it is handed over again', async () => {
    await harness.channel.send(aMessage(), wanted);
    expect(await readdir(harness.dir)).toHaveLength(1);
  });
});
