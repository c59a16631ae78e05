/** The only source of the current time, so that tests can hold it in their hands. */
export abstract class Clock {
  abstract now(): Date;

  inSeconds(seconds: number): Date {
    return new Date(this.now().getTime() + seconds * 1000);
  }
}

export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}
