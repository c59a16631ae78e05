import { request } from 'undici';

export interface Page {
  readonly url: string;
  readonly html: string;
}

/** The payer's browser, as far as the pages need one: they work without scripts and cookies. */
export class DemoPayer {
  private page: Page = { url: '', html: '' };

  get url(): string {
    return this.page.url;
  }

  /** Opens a page and follows its redirects. */
  async open(url: string): Promise<Page> {
    return this.go(await this.fetch(url));
  }

  /** Presses the button of the page's form and goes where that leads. */
  async submit(fields: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.go(await this.press(fields));
  }

  /** Presses the button and stays: answers where the browser is sent. */
  async press(fields: Readonly<Record<string, string>>): Promise<Step> {
    const form = /<form method="post"(?: action="([^"]*)")?/.exec(this.page.html);
    if (!form) throw new Error(`There is no form on ${this.page.url}`);
    return this.fetch(new URL(form[1] ?? '', this.page.url).href, fields);
  }

  /** The heading that the payer reads. */
  heading(): string {
    return /<h1[^>]*>([^<]*)</.exec(this.page.html)?.[1]?.trim() ?? '';
  }

  /** The sentence that stands out on the provider's page, if there is one. */
  notice(): string | undefined {
    return /id="notice"[^>]*>([^<]*)</.exec(this.page.html)?.[1]?.trim();
  }

  private async go(first: Step): Promise<Page> {
    let step = first;
    while (step.location !== null) step = await this.fetch(step.location);
    this.page = { url: step.url, html: step.html };
    return this.page;
  }

  private async fetch(url: string, fields?: Readonly<Record<string, string>>): Promise<Step> {
    const answer = await request(url, {
      method: fields ? 'POST' : 'GET',
      headers: fields ? { 'content-type': 'application/x-www-form-urlencoded' } : {},
      body: fields ? new URLSearchParams(fields).toString() : null,
    });
    const html = await answer.body.text();
    if (answer.statusCode >= 400) throw new Error(`The payer got ${answer.statusCode} from ${new URL(url).host}`);
    const { location } = answer.headers;
    return { url, html, location: typeof location === 'string' ? new URL(location, url).href : null };
  }
}

export interface Step extends Page {
  /** Where the answer redirects. */
  readonly location: string | null;
}
