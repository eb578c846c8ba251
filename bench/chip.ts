import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { openExchange } from '../drivers/card/apdu.ts';
import { choosePace } from '../drivers/card/emrtd/access.ts';
import type { ChipReading } from '../drivers/card/emrtd/chip-reading.ts';
import { pad } from '../drivers/card/emrtd/crypto/bytes.ts';
import { nodeCrypto } from '../drivers/card/emrtd/crypto/node-crypto.ts';
import { standardGroup } from '../drivers/card/emrtd/groups/standard-groups.ts';
import type { CipherName } from '../drivers/card/emrtd/key-derivation.ts';
import { openPace } from '../drivers/card/emrtd/pace.ts';
import { readChip } from '../drivers/card/emrtd/read-chip.ts';
import { openSecureMessaging } from '../drivers/card/emrtd/secure-messaging.ts';
import { decodeSecurityInfos } from '../drivers/card/emrtd/security-infos.ts';
import { keysFromSecret, sessionCipher } from '../drivers/card/emrtd/session-cipher.ts';
import { openPcsc } from '../drivers/card/pcsc.ts';
import type { CardChannel } from '../drivers/card/reader.ts';
import { encodeTlv } from '../drivers/card/tlv.ts';
import { personalize } from '../fixtures/chip/lds.ts';
import { openCard } from '../fixtures/chip/open-card.ts';
import { openReaderService } from '../fixtures/chip/reader-service.ts';
import { channelTo, mrzPassword, optionsWith, testTrust } from '../fixtures/chip/reading.ts';
import { exchangeAt25 } from '../fixtures/people/people.ts';
import { startProgram } from '../fixtures/processes.ts';
import { openDevices, startHostWithNode } from '../main/devices.ts';
import { type BenchRow, timed } from './row.ts';

const reads = 400;

/** One protected READ BINARY, both ways, against encryption and MAC of the same bytes alone. */
export function securedRead(cipher: CipherName, bytes: number): () => BenchRow {
  return () => {
    const keys = () => keysFromSecret(nodeCrypto, cipher, Uint8Array.of(1, 2, 3));
    const own = sessionCipher(nodeCrypto, keys());
    const data = new Uint8Array(randomBytes(bytes));
    const command = { cla: 0, ins: 0xb0, p1: 0x82, p2: 0, le: bytes };
    const answer = (ssc: bigint): Uint8Array => {
      const sealed = encodeTlv(0x87, Uint8Array.of(1), own.encrypt(ssc, pad(data, own.blockBytes)));
      const body = Buffer.concat([sealed, encodeTlv(0x99, Uint8Array.of(0x90, 0))]);
      return Buffer.concat([body, encodeTlv(0x8e, own.mac(ssc, body))]);
    };
    const answers = Array.from({ length: reads }, (_, i) => answer(BigInt(2 * i + 2)));
    const blocks = pad(data, own.blockBytes);
    const message = answers[0]?.subarray(0, -10) ?? data;
    return {
      name: `secured read of ${bytes} bytes, ${cipher}`,
      floorName: 'its cipher and MAC passes',
      measure: async () => {
        const messaging = openSecureMessaging(nodeCrypto, keys());
        return {
          oursMs: await timed(reads, (i) => {
            messaging.protect(command);
            return messaging.verify({ data: answers[i] ?? data, sw: 0x9000 }, command);
          }),
          floorMs: await timed(reads, () => {
            own.mac(1n, new Uint8Array(16));
            own.mac(1n, message);
            return own.decrypt(1n, blocks);
          }),
        };
      },
    };
  };
}

/** The terminal's half of PACE against its five scalar multiplications alone. */
export async function paceTerminal(): Promise<BenchRow> {
  const group = standardGroup(13);
  const infos = decodeSecurityInfos(personalize(exchangeAt25).get('CardAccess') ?? new Uint8Array());
  const suite = choosePace(infos);
  if (!group || !suite) throw new Error('the card offers no PACE');
  const point = group.newKeyPair();
  const times = 20;
  return {
    name: 'PACE on brainpoolP256r1, terminal',
    floorName: 'its five scalar multiplications',
    measure: async () => {
      let oursMs = 0;
      for (let i = 0; i < times; i += 1) {
        const channel = await channelTo(openCard(exchangeAt25));
        const clock = withoutCard(channel);
        const startedMs = performance.now();
        await openPace(nodeCrypto, openExchange(clock.transmit), suite, mrzPassword);
        oursMs += (performance.now() - startedMs - clock.cardMs()) / times;
      }
      // Two key pairs, the nonce on the generator, two agreements.
      const floorMs = await timed(times, () => {
        for (let i = 0; i < 3; i += 1) group.newKeyPair();
        for (let i = 0; i < 2; i += 1) group.multiply(point.privateKey, point.publicKey);
      });
      return { oursMs, floorMs };
    },
  };
}

/** Leaves the time the card thinks out of the time we measure. */
function withoutCard(channel: CardChannel) {
  let cardMs = 0;
  return {
    cardMs: () => cardMs,
    transmit: async (command: Uint8Array): Promise<Uint8Array> => {
      const startedMs = performance.now();
      const answer = await channel.transmit(command);
      cardMs += performance.now() - startedMs;
      return answer;
    },
  };
}

/** A card of 20 kB with everything checked, through the reader service: processor time of our process. */
export async function wholeCard(): Promise<BenchRow> {
  const rig = await cardOnReader();
  const files = personalize(exchangeAt25, { face: face() });
  const group = standardGroup(13);
  const point = group?.newKeyPair();
  return {
    name: 'whole card of 20 kB, processor',
    floorName: 'its multiplications and passes',
    measure: async () => {
      const before = process.cpuUsage();
      await rig.read();
      const { user, system } = process.cpuUsage(before);
      // PACE has five multiplications, chip authentication two, and two signatures are of two each.
      const floorMs = await timed(1, () => {
        for (let i = 0; i < 11; i += 1) group?.multiply(point?.privateKey ?? 1n, point?.publicKey ?? face());
        const own = sessionCipher(nodeCrypto, keysFromSecret(nodeCrypto, 'AES-128', Uint8Array.of(1)));
        for (const file of files.values())
          for (let at = 0; at < file.length; at += 223) {
            const part = pad(file.subarray(at, at + 223), 16);
            own.mac(1n, part);
            own.mac(1n, part.subarray(0, 16));
            own.decrypt(1n, part);
          }
      });
      return { oursMs: (user + system) / 1000, floorMs };
    },
    close: rig.close,
  };
}

/** Commands after PACE on a card that takes 4096 bytes at once, against the parts its files must come in. */
export function commandCount(): BenchRow {
  const files = [...personalize(exchangeAt25, { face: face() })].filter(([name]) => name !== 'CardAccess');
  const parts = files.reduce((sum, [, file]) => sum + Math.ceil(file.length / 4096), 0);
  return {
    name: 'commands after PACE, 4096 bytes each',
    floorName: 'parts of its files',
    unit: 'commands',
    measure: async () => {
      const card = openCard(exchangeAt25, { face: face(), hasExtendedLength: true });
      const reading = await readChip(await channelTo(card), [mrzPassword], optionsWith(testTrust));
      // EF.CardAccess, EF.ATR/INFO and five of PACE come before.
      return { oursMs: reading.apdus - 7, floorMs: parts };
    },
  };
}

/** How long main's event loop stands still at most while the device process reads a card, against one picture at 60 a second. */
export async function mainWhileReading(): Promise<BenchRow> {
  const rig = await cardOnReader();
  await rig.closeReaders();
  const devices = openDevices(startHostWithNode, () => undefined);
  await once(process, 'never', { signal: AbortSignal.timeout(1500) }).catch(() => undefined);
  return {
    name: 'main stands still while a card is read',
    floorName: 'one picture at 60 a second',
    measure: async () => {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      await devices.call('read-chip', { passwords: [mrzPassword], trust: testTrust });
      delay.disable();
      return { oursMs: delay.max / 1e6, floorMs: 1000 / 60 };
    },
    close: async () => {
      devices.close();
      await rig.close();
    },
  };
}

async function cardOnReader() {
  const service = await openReaderService({ readers: 1 });
  const program = fileURLToPath(new URL('../fixtures/chip/virtual-card.ts', import.meta.url));
  const card = startProgram(program, ['--port', String(service.ports[0])]);
  await card.fact(({ fact }) => fact === 'inserted');
  const readers = openPcsc();
  const reader = await new Promise<string>((resolve) => {
    readers.onEvent((event) => event.kind === 'card-inserted' && resolve(event.reader));
  });
  let areReadersOpen = true;
  const closeReaders = async (): Promise<void> => {
    if (areReadersOpen) await readers.close();
    areReadersOpen = false;
  };
  return {
    closeReaders,
    read: async (): Promise<ChipReading> => {
      const channel = await readers.connect(reader);
      const reading = await readChip(channel, [mrzPassword], optionsWith(testTrust));
      await channel.close();
      return reading;
    },
    close: async (): Promise<void> => {
      await closeReaders();
      await card.stop();
      await service.stop();
    },
  };
}

/** A portrait of 15 kB, by its first bytes. */
function face(): Uint8Array {
  return new Uint8Array(15_000).map((_, i) => [0xff, 0xd8, 0xff][i] ?? i % 251);
}
