import type { Request } from 'express';
import { visitorOf } from '../../../src/links/visitor.js';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const DESKTOP =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

function visitor(headers: Record<string, string>, method = 'GET'): 'person' | 'scanner' {
  const request: Pick<Request, 'method'> & { get: (name: string) => string | undefined } = {
    method,
    get: (name) => headers[name],
  };
  return visitorOf(request as Request);
}

describe('a visitor', () => {
  it.each([PHONE, DESKTOP])('with the browser %s is a person', (agent) => {
    expect(visitor({ 'user-agent': agent })).toBe('person');
  });

  it.each([
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1) SafeLinks',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'WhatsApp/2.23.20.0',
    'facebookexternalhit/1.1',
    'curl/8.5.0',
    'python-requests/2.32',
    'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0 Safari/537.36',
  ])('that calls itself %s is a program', (agent) => {
    expect(visitor({ 'user-agent': agent })).toBe('scanner');
  });

  it('without a name is a program', () => {
    expect(visitor({})).toBe('scanner');
  });

  it('that only asks whether the page is there is a program', () => {
    expect(visitor({ 'user-agent': PHONE }, 'HEAD')).toBe('scanner');
  });

  it.each(['purpose', 'sec-purpose', 'x-moz'])('whose browser fetches ahead (%s) is not there yet', (header) => {
    expect(visitor({ 'user-agent': DESKTOP, [header]: 'prefetch' })).toBe('scanner');
  });
});
