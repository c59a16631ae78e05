/** The URL if it is `http:` or `https:`, else null: escaping alone would let `javascript:` through into an `href`. */
export function webUrl(text: string | null): string | null {
  const url = text !== null && URL.canParse(text) ? new URL(text) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}

/** The picture if it is in the URL itself, else null: a page asks no other server for anything. */
export function imageUrl(text: string | null): string | null {
  return text !== null && /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+$/.test(text) ? text : null;
}

export function hexColour(text: string | null): string | null {
  return text !== null && /^#[0-9a-f]{6}$/i.test(text) ? text : null;
}

/** A `mailto:` address that cannot carry `?cc=` or `&body=` along. */
export function mailUrl(address: string): string {
  return `mailto:${encodeURIComponent(address).replace('%40', '@')}`;
}

/** A `tel:` address of the digits in a phone number as people write it. */
export function telUrl(phone: string): string {
  return `tel:${phone.replace(/[^+\d]/g, '')}`;
}
