import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foundIn, secretsOf } from '../../fixtures/log-scan.ts';
import { paperOnDesk } from '../../fixtures/papers/on-desk.ts';
import { drivingLicence } from '../../fixtures/papers/sheet.ts';
import { cardQr, exchangeAt25 } from '../../fixtures/people/people.ts';
import { openRig, type Rig } from '../../fixtures/rig.ts';
import {
  openStationClient,
  perform,
  type StationClient,
  signInAsDemoOfficer,
  untilSnapshot,
} from '../../fixtures/station-client.ts';
import type { EnrollmentSnapshot } from '../contract/enrollment.ts';
import type { ApplicationId } from '../contract/ids.ts';
import type { PadSignature } from '../contract/signature.ts';
import type { Manifest } from './manifest.ts';

/** What must be the same after a kill: all but when it was saved, and whether the packet is on the line this very moment. */
function lasting({ savedAtMs: _saved, state, ...snapshot }: EnrollmentSnapshot) {
  return { ...snapshot, state: state === 'sending' ? 'sealed' : state };
}

describe('an enrollment whose station is killed after every step', () => {
  let rig: Rig;
  let client: StationClient;
  let applicationId: ApplicationId;

  beforeAll(async () => {
    rig = await openRig();
    client = await openStationClient(rig.station.url());
    await signInAsDemoOfficer(client);
  }, 180_000);
  afterAll(() => rig?.close(), 30_000);

  /** Kills the station with SIGKILL, starts it on the same data, and sees the enrollment where it was. */
  async function killAndReturn(before: EnrollmentSnapshot): Promise<EnrollmentSnapshot> {
    await rig.station.kill();
    client.close();
    await rig.station.start();
    client = await openStationClient(rig.station.url());
    await signInAsDemoOfficer(client);
    const after = await untilSnapshot(client, applicationId, () => true);
    expect(lasting(after)).toEqual(lasting(before));
    return after;
  }

  async function step(
    intend: () => Promise<unknown>,
    isDone: (snapshot: EnrollmentSnapshot) => boolean,
  ): Promise<EnrollmentSnapshot> {
    await intend();
    return killAndReturn(await untilSnapshot(client, applicationId, isDone));
  }

  it('is there after it was begun', async () => {
    applicationId = (await client.call('applications.begin', { type: 'exchange', reason: 'age' }))
      .applicationId;
    await step(
      async () => undefined,
      ({ state }) => state === 'draft',
    );
  }, 60_000);

  it('keeps what the chip gave', async () => {
    rig.card.order('insert');
    await rig.card.fact(({ fact }) => fact === 'inserted');
    const key = { kind: 'qr', text: cardQr(exchangeAt25) } as const;
    const { card, fields } = await step(
      () => perform(client, applicationId, { kind: 'read-card', key }),
      (snapshot) => snapshot.card.state === 'read' || snapshot.card.state === 'failed',
    );
    expect(card).toMatchObject({
      state: 'read',
      verdict: 'genuine',
    });
    expect(fields.fullName).toMatchObject({ value: 'ĐẶNG NGỌC MẪU', source: 'chip' });
  }, 60_000);

  it('keeps what the officer typed', async () => {
    const typed = [
      ['currentAddress', 'Tổ dân phố 3, Phường Mẫu, Hà Nội'],
      ['birthRegPlace', 'Phường Thử Nghiệm, Hà Nội'],
      ['maritalStatus', '1'],
    ] as const;
    for (const [field, value] of typed) {
      await step(
        () => perform(client, applicationId, { kind: 'set-field', field, value }),
        ({ fields }) => fields[field]?.source === 'typed',
      );
    }
  }, 90_000);

  it('keeps that a finger is not there, and its photo', async () => {
    rig.scanner.order('missing 5');
    await rig.scanner.fact(({ fact }) => fact === 'missing');
    await step(
      () =>
        perform(client, applicationId, {
          kind: 'set-finger-exception',
          position: 5,
          code: 'amputated',
          note: 'mất từ nhỏ',
        }),
      ({ exceptions }) => exceptions.length > 0,
    );
    const image = new Uint8Array(
      await readFile(new URL('../../fixtures/people/portrait.jpg', import.meta.url)),
    );
    const { exceptions, fingers } = await step(
      () =>
        perform(client, applicationId, {
          kind: 'photograph-exception',
          position: 5,
          image,
          mime: 'image/jpeg',
        }),
      (snapshot) => snapshot.exceptions.every(({ needsPhoto }) => !needsPhoto),
    );
    expect(exceptions).toMatchObject([{ position: 5, code: 'amputated', note: 'mất từ nhỏ' }]);
    expect(fingers.map(({ position, state }) => [position, state])).toEqual(
      [13, 14, 15, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((position) => [
        position,
        position === 5 ? 'skipped' : 'todo',
      ]),
    );
  }, 90_000);

  it.each([13, 14, 15, 1, 2, 3, 4, 6, 7, 8, 9, 10])(
    'keeps the picture of position %i',
    async (position) => {
      const { fingers } = await step(
        () => perform(client, applicationId, { kind: 'capture-fingers', position }),
        (snapshot) =>
          snapshot.fingers.some(
            (finger) => finger.position === position && finger.state !== 'capturing' && finger.attempts > 0,
          ),
      );
      expect(fingers.find((finger) => finger.position === position)).toMatchObject({
        verdict: { kind: 'accept' },
        findings: [],
      });
    },
    90_000,
  );

  it('keeps the portrait', async () => {
    const image = new Uint8Array(
      await readFile(new URL('../../fixtures/people/sitter.jpg', import.meta.url)),
    );
    const { portrait } = await step(
      () =>
        perform(client, applicationId, { kind: 'take-portrait', image, mime: 'image/jpeg', camera: 'thử' }),
      (snapshot) => snapshot.portrait.captureId !== undefined,
    );
    expect(portrait).toMatchObject({ attempts: 1, isUsable: true, isRightPerson: false });
    expect(portrait.checks.filter(({ isMet, isAdvice }) => !isMet && !isAdvice)).toEqual([]);
  }, 60_000);

  it('keeps how alike the chip’s picture and the portrait are', async () => {
    const { portrait } = await untilSnapshot(
      client,
      applicationId,
      (snapshot) => snapshot.portrait.likeness !== undefined,
    );
    expect(portrait.likeness?.band).toBe('alike');
  }, 60_000);

  it('keeps what the officer confirms of the portrait', async () => {
    const ticks = { noGlasses: true, bothEars: true, bareHead: true, decentDress: true };
    await step(
      () => perform(client, applicationId, { kind: 'confirm-portrait', ticks, isRightPerson: true }),
      ({ portrait }) => portrait.isRightPerson,
    );
  }, 60_000);

  it('keeps that an eye cannot be captured, and takes it back', async () => {
    const exception = { kind: 'set-eye-exception', eye: 'left', note: '' } as const;
    const { iris } = await step(
      () => perform(client, applicationId, { ...exception, code: 'bandaged' }),
      (snapshot) => snapshot.iris.eyes.some(({ state }) => state === 'skipped'),
    );
    expect(iris.eyes.map(({ eye, state }) => [eye, state])).toEqual([
      ['right', 'todo'],
      ['left', 'skipped'],
    ]);
    await step(
      () => perform(client, applicationId, { ...exception, code: null }),
      (snapshot) => snapshot.iris.eyes.every(({ state }) => state === 'todo'),
    );
  }, 60_000);

  it('keeps the pictures of both eyes', async () => {
    const { iris } = await step(
      () => perform(client, applicationId, { kind: 'capture-iris', eyes: ['right', 'left'] }),
      (snapshot) => snapshot.iris.eyes.every(({ state, attempts }) => state !== 'capturing' && attempts > 0),
    );
    expect(iris.eyes).toMatchObject([
      { eye: 'right', state: 'captured', isAccepted: true, findings: [] },
      { eye: 'left', state: 'captured', isAccepted: true, findings: [] },
    ]);
  }, 90_000);

  it('keeps a paper with its page, and that the old card is there', async () => {
    await perform(client, applicationId, { kind: 'add-paper', paperKind: 'driving-licence' });
    const image = await paperOnDesk(drivingLicence);
    const photograph = { paper: 'p1', page: 1, image, mime: 'image/jpeg', camera: 'thử' } as const;
    const { papers } = await step(
      () => perform(client, applicationId, { kind: 'photograph-page', ...photograph }),
      (snapshot) => snapshot.papers.papers.some(({ pages }) => pages.length === 1),
    );
    expect(papers.papers[0]?.pages[0]?.verdict.kind).toBe('accept');
    await perform(client, applicationId, { kind: 'see-original', paper: 'p1', isSeen: true });
    await step(
      () => perform(client, applicationId, { kind: 'collect-old-card', number: '001301000000' }),
      (snapshot) => snapshot.papers.oldCard.state === 'collected',
    );
  }, 60_000);

  it('keeps that CC01 was printed and signed', async () => {
    await step(
      () => client.call('forms.print', { applicationId, form: 'CC01' }),
      ({ review }) => review.printedRevision === review.revision,
    );
    const { gaps } = await step(
      () =>
        perform(client, applicationId, {
          kind: 'sign-on-pad',
          revision: 1,
          signer: { by: 'citizen', note: '' },
          pad: wave(),
        }),
      ({ review }) => review.signed !== undefined,
    );
    expect(gaps).toEqual([]);
  }, 90_000);

  it('is sealed while the centre is away, and delivered once when it is back', async () => {
    await rig.central.stop();
    await step(
      () => perform(client, applicationId, { kind: 'seal' }),
      ({ state }) => state === 'sealed' || state === 'sending',
    );
    await rig.central.start();
    await client.call('queue.send-now', {});
    const { centreReceipt } = await untilSnapshot(client, applicationId, ({ state }) => state === 'accepted');
    expect(centreReceipt?.receiptNo).toBeTruthy();
    const held = await (await fetch(`${rig.central.controlUrl}/control/applications`)).json();
    expect(held).toMatchObject({ applications: [{ applicationId }] });
    const { parts } = held.applications[0].summary as Manifest;
    const fingers = parts.map(({ name }) => name).filter((name) => name.startsWith('finger'));
    const irises = parts.map(({ name }) => name).filter((name) => name.startsWith('iris'));
    expect(irises.toSorted()).toEqual(['iris-left.png', 'iris-right.png', 'irises.iir']);
    const signature = parts.map(({ name }) => name).filter((name) => /^(signature|printed-form)/.test(name));
    const card = parts.map(({ name }) => name).filter((name) => name.startsWith('portrait-card'));
    expect(card.toSorted()).toEqual(['portrait-card.fac', 'portrait-card.jpg']);
    expect(signature.toSorted()).toEqual([
      'printed-form-cc01.pdf',
      'signature-pad.png',
      'signature-sheet.pdf',
      'signature-strokes.json',
    ]);
    expect(fingers.toSorted()).toEqual(
      [
        ...[13, 14, 15, 1, 2, 3, 4, 6, 7, 8, 9, 10].map((position) => `finger-${position}.png`),
        'finger-exception-5.jpg',
        'fingers.an2',
      ].toSorted(),
    );
  }, 90_000);

  it('has written into its log that things happened, and about nobody', async () => {
    const folder = join(rig.dataDir, 'log');
    expect(await foundIn(folder, secretsOf(exchangeAt25))).toEqual([]);
    // The same search finds what is there.
    expect(await foundIn(folder, ['"level"'])).toEqual(['"level"']);
  });
});

/** A line that goes up and down across the pad. */
function wave(): PadSignature {
  const points = Array.from({ length: 60 }, (_, i): [number, number, number, number] => [
    20 + i,
    40 + 10 * Math.sin(i / 4),
    0.5,
    i * 16,
  ]);
  return { widthMm: 180, heightMm: 80, pointer: 'mouse', hasPressure: false, strokes: [points] };
}
