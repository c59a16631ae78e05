import { Clock } from '../../src/common/clock.js';

/** A clock that stands still until a test moves it. */
export class FakeClock extends Clock {
  constructor(private instant = new Date('2026-11-20T10:00:00.000Z')) {
    super();
  }

  override now(): Date {
    return new Date(this.instant);
  }

  advance(seconds: number): Date {
    this.instant = this.inSeconds(seconds);
    return this.now();
  }
}
