/** Every text of the payer's pages. A catalogue that lacks one does not compile. */
export interface PageMessages {
  readonly testMode: string;
  readonly amount: string;
  readonly reference: string;
  readonly due: string;
  readonly validUntil: string;
  readonly paidOn: string;
  readonly description: string;
  readonly questions: (payee: string) => string;
  readonly website: string;
  readonly pay: (amount: string) => string;
  readonly tryAgain: string;
  readonly goOn: string;
  readonly secureHint: string;
  readonly onward: (payee: string) => string;
  readonly onwardSoon: (seconds: number) => string;
  readonly stay: string;
  readonly leftUnpaid: string;
  readonly payable: {
    readonly title: (amount: string, payee: string) => string;
    readonly heading: (payee: string) => string;
    readonly checkoutLive: string;
    readonly declined: string;
  };
  readonly confirming: Notice & { readonly slow: string };
  readonly waiting: Notice;
  readonly authorized: Notice;
  readonly paid: Notice;
  readonly refunded: Notice<{ payee: string; amount: string }>;
  readonly partlyRefunded: Notice<{ payee: string; amount: string }>;
  readonly failed: Notice;
  readonly unavailable: Notice;
  readonly canceled: Notice;
  readonly expired: Notice;
  readonly unknown: Notice<unknown>;
  readonly away: Notice<unknown>;
}

/** A heading and the sentence or two below it. */
interface Notice<Names = { payee: string }> {
  readonly heading: string;
  readonly lead: (names: Names) => string;
}
