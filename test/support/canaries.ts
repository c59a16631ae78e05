export interface Canary {
  readonly name: string;
  readonly secret: string;
  /** The texts that tell it rightly, by their place. */
  readonly toldBy?: RegExp;
}

export interface Text {
  /** For an HTTP answer: method and path of what was asked. */
  readonly place: string;
  readonly text: string;
}

/** Secrets that can be recognised, and where they were found. */
export class Canaries {
  private readonly kept: Canary[] = [];

  keep(...canaries: Canary[]): void {
    this.kept.push(...canaries);
  }

  get names(): string[] {
    return this.kept.map(({ name }) => name);
  }

  /** What of it stands in these texts, as it is or written otherwise, where it is not told rightly. */
  leaksIn(texts: readonly Text[]): string[] {
    const leaks = this.kept.flatMap(({ name, secret, toldBy }) =>
      texts
        .filter(({ place, text }) => !toldBy?.test(place) && formsOf(secret).some((form) => text.includes(form)))
        .map(({ place }) => `${name}: ${place}`),
    );
    return [...new Set(leaks)];
  }
}

/** As bytes are dumped, as headers carry pairs, and as URLs quote. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString('hex'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    encodeURIComponent(secret),
  ];
}
