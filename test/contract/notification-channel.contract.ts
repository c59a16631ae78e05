import { inspect } from 'node:util';
import type { NotificationChannel, OutgoingMessage } from '../../src/notifications/notification-channel.js';

/** What a payer, or whoever stands in for one, got. */
export type ArrivedMessage = Pick<
  OutgoingMessage,
  'id' | 'to' | 'senderName' | 'replyTo' | 'subject' | 'html' | 'text' | 'images' | 'stopUrl'
>;

export interface ChannelHarness {
  readonly channel: NotificationChannel;
  /** In no order; each copy that can be told from another counts. */
  arrived(): Promise<ArrivedMessage[]>;
  /** What the channel needs is out of reach, and back again. */
  breakDown(): Promise<void>;
  repair(): Promise<void>;
  close(): Promise<void>;
}

export function aMessage(changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    id: 'ntf_01h455vb4pex5vsknk084sn02q',
    kind: 'reminder',
    to: 'payer@example.com',
    senderName: 'Sample School, fees – müde "नमस्ते"',
    replyTo: 'support@example.com',
    date: new Date('2026-11-20T10:00:00.000Z'),
    subject: 'Zahlung: 10,50 £ · भुगतान (INV-1)',
    html: '<p>नमस्ते</p><img src="cid:qr@link">',
    text: 'नमस्ते\nhttps://pay.example.com/l/token\n',
    images: [{ contentId: 'qr@link', png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]) }],
    stopUrl: 'https://pay.example.com/l/token/reminders/stop',
    ...changes,
  };
}

export const wanted = async () => true;

const NO_ADDRESSES = [
  'payer@example.com, other@example.com',
  'Payer <payer@example.com>',
  'payer@example.com\r\nBcc: other@example.com',
  'payer@example.com\n',
  'payer@example.com\0',
  'payer',
  '',
  `${'a'.repeat(250)}@example.com`,
];

/** What every channel promises; each is run on the real thing. */
export function describeNotificationChannel(name: string, open: () => Promise<ChannelHarness>): void {
  describe(`the ${name} channel`, () => {
    let harness: ChannelHarness;

    beforeEach(async () => {
      harness = await open();
    });

    afterEach(() => harness.close());

    it('brings a message whole: every word, every script, every image, and whom to ask', async () => {
      const message = aMessage();
      expect(await harness.channel.send(message, wanted)).toEqual({ kind: 'sent' });
      const [arrived, ...others] = await harness.arrived();
      const { date: _, kind: __, ...expected } = message;
      expect(arrived).toEqual(expected);
      expect(others).toEqual([]);
    });

    it('brings one that has less to it', async () => {
      await harness.channel.send(aMessage({ replyTo: null, stopUrl: null, images: [] }), wanted);
      expect(await harness.arrived()).toMatchObject([{ replyTo: null, stopUrl: null, images: [] }]);
    });

    it('gives two copies of one message the same id, and two messages two', async () => {
      await harness.channel.send(aMessage(), wanted);
      await harness.channel.send(aMessage(), wanted);
      await harness.channel.send(aMessage({ id: 'ntf_01h455vb4pex5vsknk084sn02r' }), wanted);
      const ids = (await harness.arrived()).map(({ id }) => id);
      expect(new Set(ids).size).toBe(2);
    });

    it('brings many at once, each to its own address', async () => {
      const messages = Array.from({ length: 20 }, (_, index) =>
        aMessage({ id: `ntf_${String(index).padStart(26, '0')}`, to: `payer${index}@example.com` }),
      );
      const outcomes = await Promise.all(messages.map((message) => harness.channel.send(message, wanted)));
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['sent']));
      const pairs = (await harness.arrived()).map(({ id, to }) => `${id} ${to}`);
      expect(pairs.toSorted()).toEqual(messages.map(({ id, to }) => `${id} ${to}`).toSorted());
    });

    it.each(NO_ADDRESSES)(
      'refuses %j, which is not one bare address, for good and without asking anybody',
      async (to) => {
        await harness.breakDown();
        expect(await harness.channel.send(aMessage({ to }), wanted)).toMatchObject({ kind: 'refused' });
        await harness.repair();
        expect(await harness.arrived()).toEqual([]);
      },
    );

    it('hands nothing over that is no longer wanted when all is ready, and goes on with the next', async () => {
      let looks = 0;
      const unwanted = async () => {
        looks += 1;
        return false;
      };
      expect(await harness.channel.send(aMessage(), unwanted)).toEqual({ kind: 'unwanted' });
      expect(looks).toBe(1);
      expect(await harness.arrived()).toEqual([]);

      expect(await harness.channel.send(aMessage(), wanted)).toEqual({ kind: 'sent' });
      expect(await harness.arrived()).toHaveLength(1);
    });

    it('calls it trouble when nobody can tell whether it is wanted', async () => {
      const away = async () => {
        throw new Error('The database is away; payer@example.com');
      };
      const outcome = await harness.channel.send(aMessage(), away);
      expect(outcome).toMatchObject({ kind: 'trouble' });
      expect(inspect(outcome)).not.toContain('payer@');
      expect(await harness.arrived()).toEqual([]);
    });

    it('calls it trouble, and never throws, when what it needs is out of reach; afterwards it works again', async () => {
      await harness.breakDown();
      const outcome = await harness.channel.send(aMessage(), wanted);
      expect(outcome.kind).toBe('trouble');
      // Stored, and shown to the ERP.
      expect(inspect(outcome)).not.toMatch(/payer@|token|नमस्ते/);
      await harness.repair();
      expect(await harness.channel.send(aMessage(), wanted)).toEqual({ kind: 'sent' });
      expect(await harness.arrived()).toHaveLength(1);
    });
  });
}
