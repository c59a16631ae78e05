import fc from 'fast-check';
import { OutboundGuard } from '../../../src/webhooks/outgoing/outbound-guard.js';
import type { OutboundMode } from '../../../src/webhooks/outgoing/outbound-guard.js';
import { UrlNotAllowed } from '../../../src/webhooks/outgoing/outbound-guard.failure.js';
import { specialSpelling, spellingOf } from './special-address.arbitrary.js';

const strict = new OutboundGuard({ allowCidrs: [] });

describe('checking the text of an address, however it is spelled', () => {
  it('refuses every special IPv4 address in every spelling, alone and wrapped in IPv6', () => {
    const elsewhere = new OutboundGuard({ allowCidrs: ['fdaa::/16'] });
    const call = fc.constantFrom<[string, OutboundMode]>(['https', 'live'], ['https', 'sandbox'], ['http', 'sandbox']);
    fc.assert(
      fc.property(specialSpelling(), call, (host, [scheme, mode]) => {
        expect(() => elsewhere.checkUrl(`${scheme}://${host}:8080/`, { mode })).toThrow(UrlNotAllowed);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads those spellings rather than stumbling over them: a public address passes in each', () => {
    fc.assert(
      fc.property(spellingOf(0x08080404), (host) => {
        expect(strict.checkUrl(`https://${host}/`, { mode: 'live' }).hostname).toBe('8.8.4.4');
      }),
    );
  });
});
