import { DriverError, type DriverErrorCode } from './errors.ts';
import type { DriverOf, Scanner, ScannerInfo } from './scanner.ts';

/** The scanners of one kind that are plugged in, whatever drivers they need. */
export interface PluggedScanners<Opened> {
  /** As the last look saw them. */
  found(): readonly ScannerInfo[];
  look(): Promise<void>;
  /**
   * Looks, and opens a scanner unless it is open.
   *
   * @param id the first one when not given
   * @throws DriverError when none is there, and what the driver throws
   */
  open(id: string | undefined): Promise<Opened>;
  closeAll(): Promise<void>;
}

/**
 * @param noScanner what to say when none is plugged in
 * @param onChange told when an open scanner has gone
 */
export function openPluggedScanners<Opened extends Scanner<never, unknown>>(
  drivers: readonly DriverOf<Opened>[],
  noScanner: DriverErrorCode,
  onChange: () => void,
): PluggedScanners<Opened> {
  const opened = new Map<string, Opened>();
  let found: readonly ScannerInfo[] = [];

  async function look(): Promise<void> {
    const looks = await Promise.allSettled(drivers.map((driver) => driver.find()));
    found = looks.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  return {
    found: () => found,
    look,
    open: async (id) => {
      await look();
      const info = found.find((scanner) => id === undefined || scanner.id === id);
      if (!info) throw new DriverError(noScanner, 'no such scanner is plugged in');
      const known = opened.get(info.id);
      if (known) return known;
      const driver = drivers.find((candidate) => candidate.id === info.driver);
      if (!driver) throw new DriverError(noScanner, `no driver named ${info.driver}`);
      const scanner = await driver.open(info);
      scanner.onGone(() => {
        opened.delete(info.id);
        onChange();
      });
      opened.set(info.id, scanner);
      return scanner;
    },
    closeAll: async () => {
      await Promise.allSettled([...opened.values()].map((scanner) => scanner.close()));
    },
  };
}
