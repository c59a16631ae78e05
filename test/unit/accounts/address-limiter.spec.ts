import { AddressLimiter } from '../../../src/accounts/address-limiter.js';
import { loadConfig } from '../../../src/config/app-config.js';
import { FakeClock } from '../../support/fake-clock.js';

const clock = new FakeClock();

function limiterOf(perSecond: number): AddressLimiter {
  return new AddressLimiter(loadConfig({ RATE_LIMIT_ADDRESS: String(perSecond) }, false), clock);
}

/** How many of `count` requests from there are let through. */
function granted(limiter: AddressLimiter, address: string, count: number): number {
  return Array.from({ length: count }, () => limiter.take(address)).filter((budget) => budget?.isGranted ?? true)
    .length;
}

describe('an address', () => {
  it('has a burst of two seconds, and then as much as flows back', () => {
    const limiter = limiterOf(5);

    expect(granted(limiter, '192.0.2.1', 30)).toBe(10);
    clock.advance(1);
    expect(granted(limiter, '192.0.2.1', 30)).toBe(5);
    clock.advance(60);
    expect(granted(limiter, '192.0.2.1', 30)).toBe(10);
  });

  it('takes nothing from another', () => {
    const limiter = limiterOf(5);
    granted(limiter, '192.0.2.1', 30);

    expect(granted(limiter, '192.0.2.2', 30)).toBe(10);
  });

  it('of IPv6 shares with its /64, and with its IPv4 form', () => {
    const limiter = limiterOf(5);

    expect(granted(limiter, '2001:db8:0:1::1', 6) + granted(limiter, '2001:db8:0:1:ffff::2', 6)).toBe(10);
    expect(granted(limiter, '2001:db8:0:2::1', 30)).toBe(10);
    expect(granted(limiter, '192.0.2.9', 6) + granted(limiter, '::ffff:192.0.2.9', 6)).toBe(10);
  });

  it('may ask without end where the limit is off', () => {
    expect(granted(limiterOf(0), '192.0.2.1', 1000)).toBe(1000);
  });

  it('is told what it has left, which takes nothing', () => {
    const limiter = limiterOf(5);
    const left = () => limiter.look('192.0.2.1')?.remaining;
    const before = [left(), left()];
    granted(limiter, '192.0.2.1', 4);

    expect([...before, left()]).toEqual([10, 10, 6]);
    expect(limiterOf(0).look('192.0.2.1')).toBeNull();
  });

  it('is forgotten when twenty thousand others have come since', () => {
    const limiter = limiterOf(5);
    granted(limiter, '192.0.2.1', 30);
    for (let index = 0; index < 20_000; index += 1) limiter.take(`10.0.${index >> 8}.${index & 255}`);

    expect(granted(limiter, '192.0.2.1', 30)).toBe(10);
  });
});
