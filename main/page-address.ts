/** Where the page is in Electron. */
export const pageAddress = 'app://station/';

/**
 * Whether an address is of our own page. The origin says nothing here: Node calls it `null` for every scheme of our own.
 */
export function isPageAddress(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'app:' && url.host === 'station';
}
