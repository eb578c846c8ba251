import { urlOf } from './picture.ts';

/** Hands a sheet to the officer as a file; a printer of the office's choice takes it from there. */
export function saveForm({ fileName, pdf }: { readonly fileName: string; readonly pdf: Uint8Array }): void {
  const link = document.createElement('a');
  link.href = urlOf(pdf, 'application/pdf');
  link.download = fileName;
  link.click();
  // The download reads the address after the click; it is given back a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
