import type { Request } from 'express';
import { visitorOf } from '../../../src/links/visitor.js';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const DESKTOP =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

function visitor(headers: Record<string, string>, method = 'GET'): 'person' | 'scanner' {
  const request = { method, get: (name: string) => headers[name] };
  return visitorOf(request as Pick<Request, 'method' | 'get'>);
}

function browser(agent: string, more: Record<string, string> = {}): Record<string, string> {
  return { 'user-agent': agent, 'accept-language': 'en-GB', ...more };
}

describe('a visitor', () => {
  it.each([
    PHONE,
    DESKTOP,
    'Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.30',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Twitter for iPhone/10.1',
  ])('with the browser %s is a person', (agent) => {
    expect(visitor(browser(agent))).toBe('person');
  });

  it.each([
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1) SafeLinks',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'WhatsApp/2.23.20.0',
    'facebookexternalhit/1.1',
    'curl/8.5.0',
    'python-requests/2.32',
    'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0 Safari/537.36',
    'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
  ])('that calls itself %s is a program', (agent) => {
    expect(visitor(browser(agent))).toBe('scanner');
  });

  it('without a name is a program', () => {
    expect(visitor({})).toBe('scanner');
  });

  it('with a browser’s name but no language of its reader is a program', () => {
    expect(visitor({ 'user-agent': DESKTOP })).toBe('scanner');
  });

  it('that only asks whether the page is there is a program', () => {
    expect(visitor(browser(PHONE), 'HEAD')).toBe('scanner');
  });

  it.each(['purpose', 'sec-purpose', 'x-moz'])('whose browser fetches ahead (%s) is not there yet', (header) => {
    expect(visitor(browser(DESKTOP, { [header]: 'prefetch;prerender' }))).toBe('scanner');
  });
});
