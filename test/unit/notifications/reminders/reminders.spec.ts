import type { DomainError } from '../../../../src/common/domain-error.js';
import type { Reminder } from '../../../../src/notifications/reminders/reminder.js';
import { RemindersBench } from './reminders.bench.js';

const due = (days: number): Reminder => ({ days, relativeTo: 'due' });
const sent = (days: number): Reminder => ({ days, relativeTo: 'sent' });
const DAY_SECONDS = 86_400;

let bench: RemindersBench;

beforeEach(async () => {
  bench = await RemindersBench.open();
});

afterEach(() => bench.db.close());

describe('planning reminders', () => {
  it('queues each for the hour at which the window opens on its day', async () => {
    await bench.plan([due(-3), due(0), sent(7)]);
    expect(await bench.shown()).toEqual([
      'due+0 queued 2026-11-30T09:00',
      'due-3 queued 2026-11-27T09:00',
      'sent+7 queued 2026-11-27T09:00',
    ]);
  });

  it('leaves out what should have gone on an earlier day', async () => {
    await bench.plan([due(-11), due(-10)]);
    expect(await bench.shown()).toEqual(['due-10 queued 2026-11-20T10:00']);
  });

  it('queues nothing where there is no due date to count from', async () => {
    await bench.db.database.write({ insert: bench.reminders.drafts(bench.link, bench.planOf([due(1)], null)) });
    expect(await bench.shown()).toEqual([]);
  });
});

describe('replacing reminders', () => {
  it('takes back what is no longer wanted, keeps the rest and adds the new', async () => {
    await bench.plan([due(-3), due(0)]);
    await bench.replace([due(0), due(2)]);
    expect(await bench.shown()).toEqual([
      'due+0 queued 2026-11-30T09:00',
      'due+2 queued 2026-12-02T09:00',
      'due-3 suppressed -',
    ]);
  });

  it('brings back what was taken back', async () => {
    await bench.plan([due(-3)]);
    await bench.replace([]);
    await bench.replace([due(-3)]);
    expect(await bench.shown()).toEqual(['due-3 queued 2026-11-27T09:00']);
  });

  it('sends what stays to the new address, but does not hurry a next try', async () => {
    const [row] = await bench.plan([due(-3), due(0)]);
    await bench.note(row!, { attempts: 1, dueAt: new Date('2026-11-27T09:00:30Z') });
    const plan = { ...bench.planOf([due(-3), due(0)]), recipient: 'corrected@example.com', locale: 'de' };
    await bench.db.transactor.run((tx) => bench.reminders.replace(tx, bench.link, plan));

    expect(await bench.notifications.ofLink(bench.link)).toMatchObject([
      { recipient: 'corrected@example.com', locale: 'de', dueAt: new Date('2026-11-27T09:00:30Z') },
      { recipient: 'corrected@example.com', locale: 'de', dueAt: new Date('2026-11-30T09:00:00Z') },
    ]);
  });

  it('never sends again what was sent', async () => {
    const [row] = await bench.plan([due(-3)]);
    await bench.note(row!, { status: 'sent', dueAt: null, sentAt: bench.clock.now() });
    await bench.replace([due(-3), due(0)]);
    expect(await bench.shown()).toEqual(['due+0 queued 2026-11-30T09:00', 'due-3 sent -']);
  });

  it('counts those that went out: a payer gets five at most', async () => {
    const rows = await bench.plan([due(-3), due(-2), due(-1)]);
    for (const row of rows) await bench.note(row, { status: 'sent', dueAt: null, sentAt: bench.clock.now() });
    await bench.replace([due(1), due(2)]);
    const refusal: DomainError = await bench.replace([due(3), due(4), due(5)]).catch((error) => error);
    expect(refusal).toMatchObject({ code: 'validation_failed', fields: [{ path: 'reminders', code: 'too_many' }] });
  });

  it('by two callers at once leaves one row of each', async () => {
    await bench.plan([due(-3)]);
    await Promise.allSettled([bench.replace([due(0)]), bench.replace([due(0), due(1)])]);
    const occasions = (await bench.shown()).map((line) => line.split(' ')[0]);
    expect(new Set(occasions).size).toBe(occasions.length);
  });
});

describe('a reminder whose time has come', () => {
  it('goes at once', async () => {
    const [row] = await bench.plan([due(-10)]);
    expect(await bench.opensAt(row!)).toEqual(bench.clock.now());
  });

  it('waits for the window, if a worker was away until it closed', async () => {
    const [row] = await bench.plan([due(-10)]);
    bench.clock.advance(10 * 3600);
    expect(await bench.opensAt(row!)).toEqual(new Date('2026-11-21T09:00:00Z'));
  });

  it('follows a due date that was moved', async () => {
    const [row] = await bench.plan([due(-10)]);
    expect(await bench.opensAt(row!, new Date('2026-12-10T00:00:00Z'))).toEqual(new Date('2026-11-30T09:00:00Z'));
  });

  it('goes never, if the due date is gone', async () => {
    const [row] = await bench.plan([due(-10)]);
    expect(await bench.opensAt(row!, null)).toBeNull();
  });

  it('counts from the day on which the link was really sent', async () => {
    const [row] = await bench.plan([sent(1)]);
    await bench.mailed({ status: 'sent', dueAt: null, sentAt: new Date('2026-11-22T12:00:00Z') });
    bench.clock.advance(3 * DAY_SECONDS);
    expect(await bench.opensAt(row!)).toEqual(bench.clock.now());
    const early = await RemindersBench.open();
    const [other] = await early.plan([sent(1)]);
    await early.mailed({ status: 'sent', dueAt: null, sentAt: new Date('2026-11-22T12:00:00Z') });
    expect(await early.opensAt(other!)).toEqual(new Date('2026-11-23T09:00:00Z'));
    await early.db.close();
  });

  it('goes tomorrow, if the payer got a mail about this link today', async () => {
    const [row] = await bench.plan([due(-10)]);
    await bench.mailed({ status: 'sent', dueAt: null, sentAt: new Date('2026-11-20T00:30:00Z') });
    expect(await bench.opensAt(row!)).toEqual(new Date('2026-11-21T09:00:00Z'));
  });

  it('goes tomorrow, if the mail that carries the link is still on its way', async () => {
    const [row] = await bench.plan([due(-10)]);
    await bench.mailed({});
    expect(await bench.opensAt(row!)).toEqual(new Date('2026-11-21T09:00:00Z'));
  });

  it('goes although a mail went yesterday, or failed', async () => {
    const [row] = await bench.plan([due(-10)]);
    await bench.mailed({ status: 'sent', dueAt: null, sentAt: new Date('2026-11-19T23:30:00Z') });
    await bench.mailed({ status: 'failed', dueAt: null });
    expect(await bench.opensAt(row!)).toEqual(bench.clock.now());
  });

  it('is the only one of its day, however many workers look at how many of them at once', async () => {
    await bench.plan([due(-10), due(-9), due(-8), sent(1), sent(2)]);
    const rows = await bench.notifications.ofLink(bench.link);
    bench.clock.advance(3 * DAY_SECONDS);
    const times = await Promise.all(rows.map((row) => bench.opensAt(row)));
    const now = bench.clock.now().getTime();
    expect(times.filter((at) => at!.getTime() === now)).toHaveLength(1);
    expect(times.filter((at) => at!.getTime() > now)).toHaveLength(4);
  });

  it('may try again on the day it has taken, and takes the next one when that is over', async () => {
    const [row, other] = await bench.plan([due(-10), due(-9)]);
    expect(await bench.opensAt(row!)).toEqual(bench.clock.now());
    expect(await bench.opensAt(row!)).toEqual(bench.clock.now());
    bench.clock.advance(DAY_SECONDS);
    expect(await bench.opensAt(row!)).toEqual(bench.clock.now());
    expect(await bench.opensAt(other!)).toEqual(new Date('2026-11-22T09:00:00Z'));
  });

  it('does not go from a worker that has lost it', async () => {
    const [row] = await bench.plan([due(-10)]);
    await bench.db.database.run('UPDATE notifications SET fence = fence + 1');
    expect((await bench.opensAt(row!))!.getTime()).toBeGreaterThan(bench.clock.now().getTime());
  });

  it('does not go when it was taken back a moment ago', async () => {
    const [row] = await bench.plan([due(-10)]);
    await bench.db.transactor.run((tx) => bench.reminders.withdraw(tx, bench.link));
    expect((await bench.opensAt(row!))!.getTime()).toBeGreaterThan(bench.clock.now().getTime());
  });
});
