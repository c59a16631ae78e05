import fc from 'fast-check';
import { fromPublicId, ID_PREFIXES, newId, toPublicId, type IdKind } from '../../../src/common/ids.js';

const KINDS = Object.keys(ID_PREFIXES) as IdKind[];

describe('a public id', () => {
  // Test vectors of the TypeID specification (valid.yml), with prefixes of ours.
  it.each([
    ['00000000-0000-0000-0000-000000000000', '00000000000000000000000000'],
    ['00000000-0000-0000-0000-000000000001', '00000000000000000000000001'],
    ['00000000-0000-0000-0000-00000000000a', '0000000000000000000000000a'],
    ['00000000-0000-0000-0000-000000000010', '0000000000000000000000000g'],
    ['00000000-0000-0000-0000-000000000020', '00000000000000000000000010'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', '7zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['0110c853-1d09-52d8-d73e-1194e95b5f19', '0123456789abcdefghjkmnpqrs'],
    ['01890a5d-ac96-774b-bcce-b302099a8057', '01h455vb4pex5vsknk084sn02q'],
  ])('writes %s as %s', (uuid, digits) => {
    expect(toPublicId('payment', uuid)).toBe(`pay_${digits}`);
    expect(fromPublicId('payment', `pay_${digits}`)).toBe(uuid);
  });

  it('leads back to its UUID, for every kind', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...KINDS), (uuid, kind) => {
        expect(fromPublicId(kind, toPublicId(kind, uuid))).toBe(uuid);
      }),
    );
  });

  it('sorts as its UUID does', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        expect(toPublicId('event', a) < toPublicId('event', b)).toBe(a < b);
      }),
    );
  });

  it.each([
    ['of another kind', 'lnk_01h455vb4pex5vsknk084sn02q'],
    ['without a prefix', '01h455vb4pex5vsknk084sn02q'],
    ['with more before it', 'xpay_01h455vb4pex5vsknk084sn02q'],
    ['with a digit too few', 'pay_01h455vb4pex5vsknk084sn02'],
    ['with a digit too many', 'pay_01h455vb4pex5vsknk084sn02qq'],
    ['beyond 128 bits', 'pay_8zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['with a letter the alphabet lacks', 'pay_01h455vb4pex5vsknk084sn02l'],
    ['in upper case', 'pay_01H455VB4PEX5VSKNK084SN02Q'],
    ['with a line break', 'pay_01h455vb4pex5vsknk084sn02q\n'],
    ['that is a UUID', '01890a5d-ac96-774b-bcce-b302099a8057'],
    ['that is empty', ''],
  ])('%s names nothing', (_, text) => {
    expect(fromPublicId('payment', text)).toBeUndefined();
  });

  it('is refused, or is the only text for its UUID', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^pay_[0-9a-z]{26}$/));
    fc.assert(
      fc.property(texts, (text) => {
        const uuid = fromPublicId('payment', text);
        expect(uuid === undefined || toPublicId('payment', uuid) === text).toBe(true);
      }),
    );
  });

  it('begins differently for every kind', () => {
    expect(new Set(Object.values(ID_PREFIXES)).size).toBe(KINDS.length);
  });
});

describe('a new id', () => {
  it('is a UUIDv7', () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sorts after those made before', () => {
    const ids = Array.from({ length: 1000 }, newId);
    expect([...ids].sort()).toEqual(ids);
  });
});
