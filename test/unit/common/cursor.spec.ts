import fc from 'fast-check';
import { Cursors, type ListScope } from '../../../src/common/cursor.js';
import { DomainError } from '../../../src/common/domain-error.js';

const cursors = new Cursors('a pepper of the test');
const SCOPE: ListScope = {
  route: 'GET /v1/payments',
  accountId: 'account',
  mode: 'sandbox',
  filters: { status: 'open', metadata: { term: 'spring' } },
};

function refusalOf(scope: ListScope, cursor: string, by = cursors): unknown {
  try {
    by.open(scope, cursor);
  } catch (error) {
    return error instanceof DomainError ? [error.code, error.fields[0]?.path] : error;
  }
  return 'accepted';
}

function refusedFieldsOf(cursor: string): unknown {
  try {
    return cursors.open(SCOPE, cursor);
  } catch (error) {
    return error instanceof DomainError ? error.fields : error;
  }
}

const REFUSED = ['validation_failed', 'cursor'];

describe('a cursor', () => {
  it('holds the position it was made for', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (position) => {
        expect(cursors.open(SCOPE, cursors.make(SCOPE, position))).toEqual(position);
      }),
    );
  });

  it('is the same whatever the order of the filters, and with those that were left out', () => {
    const cursor = cursors.make(SCOPE, ['x']);
    const filters = { metadata: { term: 'spring' }, reference: undefined, status: 'open' };
    expect(cursors.open({ ...SCOPE, filters }, cursor)).toEqual(['x']);
  });

  it.each([
    ['another route', { route: 'GET /v1/links' }],
    ['another account', { accountId: 'stranger' }],
    ['the live side', { mode: 'live' }],
    ['another filter', { filters: { status: 'paid', metadata: { term: 'spring' } } }],
    ['fewer filters', { filters: { status: 'open' } }],
    ['other metadata', { filters: { status: 'open', metadata: { term: 'autumn' } } }],
  ])('does not open the list of %s', (_, changes) => {
    expect(refusalOf({ ...SCOPE, ...changes }, cursors.make(SCOPE, ['x']))).toEqual(REFUSED);
  });

  it('does not open when any of its characters is changed', () => {
    const cursor = cursors.make(SCOPE, ['2026-11-20T10:00:00.000Z', 'id']);
    const changed = Array.from(cursor, (character, index) => {
      const other = character === 'A' ? 'B' : 'A';
      return `${cursor.slice(0, index)}${other}${cursor.slice(index + 1)}`;
    });
    expect(changed.map((one) => refusalOf(SCOPE, one))).toEqual(changed.map(() => REFUSED));
  });

  it.each(['', 'x', '!', 'AAAA', `${'A'.repeat(22)}`, '../../etc/passwd', 'null'])('is not %j', (text) => {
    expect(refusalOf(SCOPE, text)).toEqual(REFUSED);
  });

  it('does not open with more behind it', () => {
    const cursor = cursors.make(SCOPE, ['x']);
    expect([`${cursor}A`, `${cursor}=`, ` ${cursor}`].map((one) => refusalOf(SCOPE, one))).toEqual([
      REFUSED,
      REFUSED,
      REFUSED,
    ]);
  });

  it('is refused with what it must be', () => {
    expect(() => cursors.open(SCOPE, 'x')).toThrow('cursor must be the nextCursor of this list');
    expect(refusedFieldsOf('x')).toMatchObject([{ path: 'cursor', code: 'cursor' }]);
  });

  it('opens still when the program was replaced by the next release', () => {
    const kept = 'ZC56VzEgQRBTaw2yMbqCVFsiMjAyNi0xMS0yMFQxMDowMDowMC4wMDBaIiwiaWQiXQ';
    expect(cursors.open(SCOPE, kept)).toEqual(['2026-11-20T10:00:00.000Z', 'id']);
  });

  it('of another installation does not open', () => {
    const theirs = new Cursors('the pepper of somebody else');
    expect(refusalOf(SCOPE, theirs.make(SCOPE, ['x']))).toEqual(REFUSED);
  });
});
