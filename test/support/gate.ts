/** A point that a test's actors wait at until somebody opens it. */
export class Gate {
  readonly opened: Promise<void>;
  open: () => void;

  constructor() {
    this.opened = new Promise((resolve) => (this.open = resolve));
  }
}
