import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Program } from '../../fixtures/processes.ts';
import type { Devices } from '../../main/devices.ts';
import type { CapturedEyes, DeviceList } from '../host-protocol.ts';
import type { Eye, IrisPreview } from './scanner.ts';

/** What a suite must be able to do to the scanner it tests; hardware needs a hand for it. */
export interface IrisScannerUnderTest {
  list(): Promise<DeviceList['irisScanners']>;
  capture(
    eyes: readonly Eye[],
    options?: {
      readonly missing?: readonly Eye[];
      readonly timeoutMs?: number;
      readonly onPreview?: (preview: IrisPreview) => void;
      readonly signal?: AbortSignal;
    },
  ): Promise<CapturedEyes>;
  /** An order to the scanner's control surface, and its carrying out. */
  order(line: string): Promise<void>;
  close(): Promise<void>;
}

/** What a suite does to a virtual scanner, through the device process; `scanner` is its program. */
export function irisThroughDevices(
  devices: Devices,
  scanner: Program,
): Pick<IrisScannerUnderTest, 'list' | 'capture' | 'order'> {
  return {
    list: async () => (await devices.call('list-devices', {})).irisScanners,
    capture: (eyes, { missing = [], timeoutMs = 10_000, onPreview, signal } = {}) =>
      devices.call(
        'capture-iris',
        { eyes, timeoutMs, missing },
        { ...(onPreview ? { onProgress: onPreview } : {}), ...(signal ? { signal } : {}) },
      ),
    order: async (line) => {
      scanner.forget();
      scanner.order(line);
      const [word] = line.split(' ');
      await scanner.fact(({ fact }) => fact === (word === 'plug' ? 'plugged' : word));
    },
  };
}

const pngMark = [0x89, 0x50, 0x4e, 0x47];
const jpegMark = [0xff, 0xd8];
const eyesOf = ({ eyes }: CapturedEyes): readonly Eye[] => eyes.map(({ eye }) => eye);

/** What every iris scanner must do, over whatever driver. */
export function irisScannerContract(name: string, open: () => Promise<IrisScannerUnderTest>): void {
  describe(name, () => {
    let scanner: IrisScannerUnderTest;
    beforeEach(async () => {
      scanner = await open();
    });
    afterEach(() => scanner.close());

    it('is found, and captures both eyes with live pictures on the way', async () => {
      expect(await scanner.list()).toEqual([
        { id: expect.any(String), model: expect.any(String), serial: expect.stringMatching(/./) },
      ]);
      const previews: IrisPreview[] = [];
      const captured = await scanner.capture(['right', 'left'], {
        onPreview: (preview) => previews.push(preview),
      });
      expect(eyesOf(captured)).toEqual(['right', 'left']);
      for (const { width, height, encoding, bytes } of captured.eyes) {
        expect([width, height]).toEqual([640, 480]);
        if (encoding === 'png') expect([...bytes.subarray(0, 4)]).toEqual(pngMark);
      }
      expect(captured.eyes[0]?.bytes).not.toEqual(captured.eyes[1]?.bytes);
      expect(previews.length).toBeGreaterThan(0);
      expect(previews.every(({ bytes }) => bytes[0] === jpegMark[0] && bytes[1] === jpegMark[1])).toBe(true);
      expect(captured.scanner.serial).not.toBe('');
    });

    it('captures one eye, and does not ask for one that is missing', async () => {
      expect(eyesOf(await scanner.capture(['left']))).toEqual(['left']);
      expect(eyesOf(await scanner.capture(['right'], { missing: ['left'] }))).toEqual(['right']);
    });

    it('says iris/incomplete when nothing of the pictures ever comes', async () => {
      await scanner.order('faults {"mute":true}');
      await expect(scanner.capture(['right'])).rejects.toMatchObject({ code: 'iris/incomplete' });
    });

    it('says iris/unplugged when it is pulled out in the middle, and works when it is back', async () => {
      await scanner.order('faults {"unplugAfterChunks":20}');
      await expect(scanner.capture(['right', 'left'])).rejects.toMatchObject({ code: 'iris/unplugged' });
      await scanner.order('faults {}');
      await scanner.order('plug');
      await expect.poll(() => scanner.list(), { timeout: 10_000 }).toHaveLength(1);
      expect(eyesOf(await scanner.capture(['right', 'left']))).toEqual(['right', 'left']);
    });

    it('says iris/not-seen when no eye comes in time, iris/busy when it works for somebody else, and stops when the officer does', async () => {
      await scanner.order('lift');
      await expect(scanner.capture(['right'], { timeoutMs: 300 })).rejects.toMatchObject({
        code: 'iris/not-seen',
      });
      await scanner.order('faults {"busy":true}');
      await expect(scanner.capture(['right'], { timeoutMs: 300 })).rejects.toMatchObject({
        code: 'iris/busy',
      });
      await scanner.order('faults {}');
      const stop = new AbortController();
      const stopped = scanner.capture(['right'], { timeoutMs: 1500, signal: stop.signal });
      setTimeout(() => stop.abort(), 200);
      await expect(stopped).rejects.toMatchObject({ code: 'device/cancelled' });
      await scanner.order('place');
      expect(eyesOf(await scanner.capture(['right']))).toEqual(['right']);
    });
  });
}
