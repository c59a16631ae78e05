/** An address with one parameter joined to whatever query it has; nothing else in it is touched. */
export function returnAddress(address: string, { name, value }: { name: string; value: string }): string {
  const url = new URL(address);
  url.search = `${url.search ? `${url.search}&` : '?'}${name}=${encodeURIComponent(value)}`;
  return url.href;
}
