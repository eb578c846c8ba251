import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Program } from '../../fixtures/processes.ts';
import type { Devices } from '../../main/devices.ts';
import type { CapturedFingers, DeviceList, HostCalls } from '../host-protocol.ts';
import type { FingerPosition, FingerPreview } from './scanner.ts';

/** What a scanner captured in pixels. */
function inPixels(captured: HostCalls['capture-fingers']['output']): CapturedFingers {
  if ('packed' in captured) throw new Error('pixels expected, not files');
  return captured;
}

/** What a suite must be able to do to the scanner it tests; hardware needs a hand for it. */
export interface ScannerUnderTest {
  list(): Promise<DeviceList['scanners']>;
  capture(
    position: FingerPosition,
    options?: {
      readonly timeoutMs?: number;
      readonly onPreview?: (preview: FingerPreview) => void;
      readonly signal?: AbortSignal;
    },
  ): Promise<CapturedFingers>;
  /** An order to the scanner's control surface, and its carrying out. */
  order(line: string): Promise<void>;
  /** What the scanner should have seen. */
  expected(position: FingerPosition): { readonly width: number; readonly height: number };
  close(): Promise<void>;
}

/** What a suite does to a virtual scanner, through the device process; `scanner` is its program. */
export function throughDevices(
  devices: Devices,
  scanner: Program,
): Pick<ScannerUnderTest, 'list' | 'capture' | 'order'> {
  return {
    list: async () => (await devices.call('list-devices', {})).scanners,
    capture: (position, { timeoutMs = 5000, onPreview, signal } = {}) =>
      devices
        .call(
          'capture-fingers',
          { position, timeoutMs },
          { ...(onPreview ? { onProgress: onPreview } : {}), ...(signal ? { signal } : {}) },
        )
        .then(inPixels),
    order: async (line) => {
      scanner.forget();
      scanner.order(line);
      const [word] = line.split(' ');
      await scanner.fact(({ fact }) => fact === (word === 'plug' ? 'plugged' : word));
    },
  };
}

/** What every scanner must do, over whatever driver. */
export function scannerContract(name: string, open: () => Promise<ScannerUnderTest>): void {
  describe(name, () => {
    let scanner: ScannerUnderTest;
    beforeEach(async () => {
      scanner = await open();
    });
    afterEach(() => scanner.close());

    it('is found with model and serial', async () => {
      expect(await scanner.list()).toEqual([
        { id: expect.any(String), model: expect.any(String), serial: expect.stringMatching(/./) },
      ]);
    });

    it.each([13, 14, 15, 1] as const)(
      'captures position %i, with live pictures on the way',
      async (position) => {
        const previews: FingerPreview[] = [];
        const { image, scanner: device } = await scanner.capture(position, {
          onPreview: (preview) => previews.push(preview),
        });
        expect(image).toMatchObject({ position, resolutionPpi: 500, ...scanner.expected(position) });
        expect(image.pixels).toHaveLength(image.width * image.height);
        expect(new Set(image.pixels).size).toBeGreaterThan(50);
        expect(previews.length).toBeGreaterThan(0);
        expect(previews.every(isPicture)).toBe(true);
        expect(device.serial).not.toBe('');
      },
    );

    it('captures again and again with the same handle', async () => {
      for (const position of [1, 2, 3, 6, 7] as const)
        expect((await scanner.capture(position)).image.position).toBe(position);
    });

    it('gets the whole picture when parts are lost on the way and noise comes between', async () => {
      const { image } = await scanner.capture(1);
      await scanner.order('faults {"lose":0.2,"noise":true}');
      const lossy = (await scanner.capture(1)).image;
      expect(lossy.pixels).toHaveLength(image.pixels.length);
      expect(new Set(lossy.pixels).size).toBeGreaterThan(50);
    });

    it('gives up with finger/incomplete when nothing of the picture ever comes', async () => {
      await scanner.order('faults {"mute":true}');
      await expect(scanner.capture(1)).rejects.toMatchObject({ code: 'finger/incomplete' });
    });

    it('says finger/unplugged when it is pulled out in the middle, and works when it is back', async () => {
      await scanner.order('faults {"unplugAfterChunks":50}');
      await expect(scanner.capture(13)).rejects.toMatchObject({ code: 'finger/unplugged' });
      await scanner.order('faults {}');
      await scanner.order('plug');
      await expect.poll(() => scanner.list(), { timeout: 5000 }).toHaveLength(1);
      expect((await scanner.capture(13)).image.position).toBe(13);
    });

    it('says finger/not-placed when no finger comes in time, and captures the next time', async () => {
      await scanner.order('lift');
      await expect(scanner.capture(1, { timeoutMs: 300 })).rejects.toMatchObject({
        code: 'finger/not-placed',
      });
      await scanner.order('place');
      expect((await scanner.capture(1)).image.position).toBe(1);
    });

    it('says finger/busy when it works for somebody else', async () => {
      await scanner.order('faults {"busy":true}');
      await expect(scanner.capture(1)).rejects.toMatchObject({ code: 'finger/busy' });
    });

    it('stops when the officer does, and captures the next time', async () => {
      await scanner.order('lift');
      const stop = new AbortController();
      const stopped = scanner.capture(1, { timeoutMs: 10_000, signal: stop.signal });
      setTimeout(() => stop.abort(), 200);
      await expect(stopped).rejects.toMatchObject({ code: 'device/cancelled' });
      await scanner.order('place');
      expect((await scanner.capture(1)).image.position).toBe(1);
    });
  });
}

/** Pixels as many as it says, or what begins as a JPEG does. */
function isPicture(preview: FingerPreview): boolean {
  if (preview.kind === 'gray') return preview.pixels.length === preview.width * preview.height;
  return preview.bytes[0] === 0xff && preview.bytes[1] === 0xd8;
}
