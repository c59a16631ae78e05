import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { NotificationDto } from '../../src/notifications/dto/notification.dto.js';
import { DunlinWorld, type Env } from './dunlin.world.js';
import { patiently } from './patiently.js';
import { ScriptedSmtp, type AcceptedMail } from './scripted.smtp.js';

/** A world whose mail server is in the test's hands. */
export class MailWorld {
  private constructor(
    readonly world: DunlinWorld,
    readonly smtp: ScriptedSmtp,
  ) {}

  /** One process runs, the provider is connected. */
  static async running(): Promise<MailWorld> {
    const [world, smtp] = await Promise.all([DunlinWorld.create(), ScriptedSmtp.start()]);
    const mailWorld = new MailWorld(world, smtp);
    await world.start(mailWorld.env());
    await world.connect();
    return mailWorld;
  }

  /** What every process of this world is started with. */
  env(changes: Env = {}): Env {
    return {
      SMTP_URL: this.smtp.url,
      MAIL_FROM: 'payments@example.com',
      MAIL_SCHEDULE: '0,0.4,0.4,0.4,0.4,0.4,0.4',
      ...changes,
    };
  }

  mailsTo(to: string | null): AcceptedMail[] {
    return this.smtp.mails.filter(({ recipients }) => to !== null && recipients.includes(to));
  }

  /** The first mail to an address. */
  mailTo(to: string): Promise<AcceptedMail> {
    return patiently(() => this.mailsTo(to)[0]);
  }

  /** The link's notification of that kind, once it is as wanted. */
  notification(
    link: Pick<LinkDto, 'id'>,
    isWanted: (notification: NotificationDto) => boolean,
    kind: NotificationDto['kind'] = 'link',
  ): Promise<NotificationDto> {
    return patiently(async () => {
      const { notifications } = await this.world.api.read<LinkDto>(`/v1/links/${link.id}`);
      return notifications.find((one) => one.kind === kind && isWanted(one));
    }, 30_000);
  }

  /** As if the time of all that is queued had come. */
  async passTime(link: Pick<LinkDto, 'paymentId'> & { payment: LinkDto['payment'] }): Promise<void> {
    await this.world.rows(
      `UPDATE notifications n SET due_at = now() FROM links l JOIN payments p ON p.id = l.payment_id
       WHERE n.link_id = l.id AND n.status = 'queued' AND p.reference = $1`,
      [link.payment.reference],
    );
  }

  async close(options: Parameters<DunlinWorld['close']>[0] = {}): Promise<void> {
    this.smtp.release();
    await this.world.close(options);
    await this.smtp.stop();
  }
}
