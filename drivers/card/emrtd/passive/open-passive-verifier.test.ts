import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { openPassiveVerifier } from './open-passive-verifier.ts';
import { authenticateSod } from './passive-authentication.ts';
import { sodFile } from './test-cms.ts';
import { openAuthority, signerExtensions } from './test-openssl.ts';
import { noTrust } from './trust.ts';

const now = new Date('2026-11-25T00:00:00Z');

describe('the verifier beside the device process', () => {
  it('answers as the function does, each call its own, on both back ends', async () => {
    const root = openAuthority();
    const signer = root.issue({ subject: '/C=VN/O=TEST/CN=TEST DS', extensions: signerExtensions });
    const trust = { anchors: [root.certificate], crls: [root.crl()] };
    const file = sodFile(signer.certificate, signer.key);
    const verifier = openPassiveVerifier();
    try {
      const calls = [
        verifier.verify(file, trust, 'node', now),
        verifier.verify(file, trust, 'javascript', now),
        verifier.verify(file, noTrust, 'node', now),
        verifier.verify(new Uint8Array(), trust, 'node', now),
      ];
      const trusted = authenticateSod(file, trust, nodeCrypto, now);
      expect(trusted.checks.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass']);
      expect(await Promise.all(calls)).toEqual([
        trusted,
        trusted,
        authenticateSod(file, noTrust, nodeCrypto, now),
        authenticateSod(new Uint8Array(), trust, nodeCrypto, now),
      ]);
    } finally {
      await verifier.close();
    }
    await expect(verifier.verify(file, trust, 'node', now)).rejects.toThrow('closed');
  });

  it('rejects what a dying worker leaves behind, and starts another', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'passive-')), 'worker.mjs');
    const answers = `import { parentPort, threadId } from 'node:worker_threads';
      parentPort.on('message', ({ id, sodFile }) => {
        if (sodFile[0] === 1) throw new Error('planted');
        if (sodFile[0] === 2) process.exit(3);
        parentPort.postMessage({ id, result: { checks: [{ id: 'thread', status: 'pass', reason: String(threadId) }] } });
      });`;
    writeFileSync(file, answers);
    const verifier = openPassiveVerifier(pathToFileURL(file));
    const ask = (order: number) => verifier.verify(Uint8Array.of(order), noTrust, 'node', now);
    const first = await ask(0);
    expect(await ask(0)).toEqual(first);
    const settled = await Promise.allSettled([ask(1), ask(0)]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const second = await ask(0);
    expect(second).not.toEqual(first);
    await expect(ask(2)).rejects.toThrow('ended early');
    expect(await ask(0)).not.toEqual(second);
    await verifier.close();
  });
});
