import { createHmac } from 'node:crypto';
import { isSignedWithAny } from '../../../../src/gateways/kit/hmac.js';
import { retryAfterSeconds } from '../../../../src/gateways/kit/retry-after.js';
import { tellableText } from '../../../../src/gateways/kit/tellable-text.js';
import { verifiedDelivery } from '../../../../src/gateways/kit/verified-delivery.js';
import { WireObject } from '../../../../src/gateways/kit/wire-object.js';

describe('retryAfterSeconds', () => {
  it.each([
    [{ 'retry-after': '30' }, 30],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Mon, 06 Apr 2026 10:00:30 GMT', date: 'Mon, 06 Apr 2026 10:00:00 GMT' }, 30],
    [{ 'retry-after': 'Mon, 06 Apr 2026 09:00:00 GMT', date: 'Mon, 06 Apr 2026 10:00:00 GMT' }, 0],
    [{ 'retry-after': '999999999' }, 86_400],
    [{ 'retry-after': 'Mon, 06 Apr 2026 10:00:30 GMT' }, undefined],
    [{ 'retry-after': ' 30 ' }, 30],
    [{ 'retry-after': 'Mon, 06 Apr 2026 10:00:00.500 GMT', date: 'Mon, 06 Apr 2026 10:00:00 GMT' }, 1],
    [{ 'retry-after': 'Mon, 06 Apr 2027 10:00:00 GMT', date: 'Mon, 06 Apr 2026 10:00:00 GMT' }, 86_400],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '30 seconds' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{}, undefined],
  ])('reads %j as %s', (headers, seconds) => {
    expect(retryAfterSeconds(headers)).toBe(seconds);
  });
});

describe('tellableText', () => {
  it('makes one line of at most 200 characters', () => {
    const line = tellableText(`first\r\nsecond\u0000\u2028third ${'x'.repeat(500)}`, []);
    expect(line).toMatch(/^first second third x+…$/);
    expect(line).toHaveLength(200);
  });

  it.each([
    ['key sk_prod_Ab-9 refused', 'key [credential] refused'],
    ['Basic abc123== is wrong', '[credential] is wrong'],
    ['mail to o.hara+x@example.co.uk.', 'mail to [address]'],
    ['call +44 7700 900123 now', 'call [number] now'],
    ['card 4456530000001096', 'card [number]'],
  ])('masks what looks private in %j', (text, expected) => {
    expect(tellableText(text, [])).toBe(expected);
  });

  it('withholds given values even where no pattern knows them', () => {
    expect(tellableText('Dear Sam Sample, hello', ['Sam Sample', ''])).toBe('Dear [withheld], hello');
  });

  it('reads no more than the beginning, and no half of a secret at its end', () => {
    const text = `${'x'.repeat(1500)} sk_${'y'.repeat(5000)}`;
    expect(tellableText(text, [])).toBe(`${'x'.repeat(199)}…`);
    expect(tellableText(`sk_${'y'.repeat(1900)} sk_${'z'.repeat(5000)}`, [])).toBe('[credential]');
  });

  it('leaves an ordinary message as it is', () => {
    const message = 'One or more validation errors occurred. The Reference field is required.';
    expect(tellableText(message, [])).toBe(message);
  });
});

describe('isSignedWithAny', () => {
  const body = Buffer.from('{"a":1}');
  const signatureHex = createHmac('sha256', 'second').update(body).digest('hex');

  it('accepts any of several secrets and either case', () => {
    expect(isSignedWithAny({ body, signatureHex, secrets: ['first', 'second'] })).toBe(true);
    expect(isSignedWithAny({ body, signatureHex: signatureHex.toUpperCase(), secrets: ['second'] })).toBe(true);
  });

  it.each([
    ['another secret', { body, signatureHex, secrets: ['first'] }],
    ['no secret', { body, signatureHex, secrets: [] }],
    ['another body', { body: Buffer.from('{"a":2}'), signatureHex, secrets: ['second'] }],
    ['a short signature', { body, signatureHex: signatureHex.slice(2), secrets: ['second'] }],
    ['a signature with more behind it', { body, signatureHex: `${signatureHex}0`, secrets: ['second'] }],
    ['a signature with more before it', { body, signatureHex: `0${signatureHex}`, secrets: ['second'] }],
    ['text that is not hexadecimal', { body, signatureHex: 'z'.repeat(64), secrets: ['second'] }],
    [
      'an empty secret, though it signs',
      { body, signatureHex: createHmac('sha256', '').update(body).digest('hex'), secrets: [''] },
    ],
  ])('refuses %s', (_, claim) => {
    expect(isSignedWithAny(claim)).toBe(false);
  });
});

describe('verifiedDelivery', () => {
  const sign = (body: Buffer) => ({
    body,
    signatureHex: createHmac('sha256', 's').update(body).digest('hex'),
    secrets: ['s'],
  });

  it('knows bytes without an id by their hash, the same over redeliveries', () => {
    const nameless = (): { eventId: undefined; eventType: undefined } => ({ eventId: undefined, eventType: undefined });
    const first = verifiedDelivery(sign(Buffer.from('no json')), nameless);
    const again = verifiedDelivery(sign(Buffer.from('no json')), nameless);
    const other = verifiedDelivery(sign(Buffer.from('other')), nameless);
    expect(first.eventId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(again.eventId).toBe(first.eventId);
    expect(other.eventId).not.toBe(first.eventId);
    expect(first).toMatchObject({ eventType: 'unknown', payload: undefined });
  });

  it('takes an id of 200 characters, and the type of the event, at their word', () => {
    const eventId = 'x'.repeat(200);
    expect(verifiedDelivery(sign(Buffer.from('{}')), () => ({ eventId, eventType: 't' }))).toMatchObject({
      eventId,
      eventType: 't',
      payload: {},
    });
  });

  it.each([
    ['no secret is known', { secrets: [] }, 'no webhook secret is known for this connection'],
    ['none of them fits', { secrets: ['other'] }, 'the signature does not match the body'],
  ])('says why it is none where %s', (_, change, why) => {
    const claim = { ...sign(Buffer.from('{}')), ...change };
    expect(() => verifiedDelivery(claim, () => ({ eventId: 'e', eventType: 't' }))).toThrow(why);
  });

  it('does not take an id of absurd length at its word', () => {
    const delivery = verifiedDelivery(sign(Buffer.from('{}')), () => ({ eventId: 'x'.repeat(201), eventType: 't' }));
    expect(delivery.eventId).toMatch(/^sha256:/);
  });
});

describe('WireObject', () => {
  const wire = WireObject.of({
    Name: 'a',
    number: 7,
    digits: '1050',
    half: 1.5,
    huge: 2 ** 60,
    nothing: null,
    list: [{ Id: 1 }, 'text', null],
    At: '2024-05-07T23:25:44.8023189Z',
    errors: { Reference: ['is required'], Amount: ['is odd'] },
  });

  it('finds members in any case', () => {
    expect(wire?.text('NAME')).toBe('a');
    expect(wire?.objects('List').map((item) => item.text('id'))).toEqual(['1']);
  });

  it('reads integers from numbers and digits, and nothing else', () => {
    expect(['number', 'digits', 'half', 'huge', 'Name', 'nothing'].map((name) => wire?.integer(name))).toEqual([
      7,
      1050,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads instants with more digits than JavaScript keeps', () => {
    expect(wire?.instant('at')).toEqual(new Date('2024-05-07T23:25:44.802Z'));
    expect(wire?.instant('name')).toBeUndefined();
  });

  it('gathers the texts of validation errors', () => {
    expect(wire?.nestedTexts('errors')).toEqual(['is required', 'is odd']);
  });

  it.each([[null], [[]], ['text'], [7], [undefined]])('is none for %j', (value) => {
    expect(WireObject.of(value)).toBeUndefined();
  });

  it('does not mistake inherited members for the provider’s', () => {
    expect(WireObject.of(JSON.parse('{"__proto__":{"id":"x"}}'))?.text('id')).toBeUndefined();
    expect(WireObject.of({})?.has('constructor')).toBe(false);
  });
});
