/** Every text of the mail that carries a link. A catalogue that lacks one does not compile. */
export interface LinkMailMessages {
  readonly testMode: string;
  readonly subject: Record<
    'request' | 'reminder',
    (names: { payee: string; amount: string; reference: string }) => string
  >;
  readonly heading: Record<'request' | 'reminder', (payee: string) => string>;
  readonly preview: (names: { amount: string; reference: string }) => string;
  readonly greeting: (name: string) => string;
  readonly reference: string;
  readonly due: string;
  readonly pay: (amount: string) => string;
  readonly copyHint: string;
  readonly qrHint: string;
  readonly questions: (payee: string) => string;
  readonly notExpected: string;
}
