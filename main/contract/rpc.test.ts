import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { DriverError } from '../../drivers/errors.ts';
import { type LinkName, openLink } from '../../fixtures/rpc/links.ts';
import { type TestService, testService } from '../../fixtures/rpc/service.ts';
import type { CallName, StreamItem } from './calls.ts';
import { encodeFrame, maxFrameBytes, type PageFrame, streamWindow } from './frames.ts';
import { ApplicationId, CaptureId, OfficerId } from './ids.ts';
import { connect, RpcError } from './rpc-client.ts';
import type { Client, Handlers, Wire } from './wire.ts';

const applicationId = ApplicationId.parse('01936000-0000-7000-8000-000000000001');
const captureId = CaptureId.parse('01936000-0000-7000-8000-000000000002');
const officer = { id: OfficerId.parse('vi-du'), name: 'Lê Thị Ví Dụ', role: 'officer' } as const;
const picture: StreamItem<'fingers.preview'> = {
  position: 13,
  width: 2,
  height: 1,
  png: new Uint8Array([0, 255]),
  outlines: [
    [
      [0, 0],
      [1, 0],
    ],
  ],
  hint: 'dry',
  fingerCount: 1,
  hand: 'right',
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function link(name: LinkName, handlers: Partial<Handlers>) {
  const service: TestService = testService({ 'officers.list': () => [officer], ...handlers });
  const { open, close } = await openLink[name](service);
  closing.push(close);
  const wire = await open();
  return { service, wire, client: connect(wire), open };
}

const failure = (promise: Promise<unknown>): Promise<RpcError> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => (error instanceof RpcError ? error : Promise.reject(error)),
  );

const rubbish = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  // A good frame with one byte changed, cut short, or with something behind it.
  fc
    .tuple(fc.nat({ max: 60 }), fc.nat({ max: 255 }), fc.nat({ max: 60 }), fc.uint8Array({ maxLength: 4 }))
    .map(([at, value, length, more]) => {
      const frame = encodeFrame({ kind: 'request', id: 7, call: 'officers.list', input: {} });
      frame[at % frame.length] = value;
      return new Uint8Array([...frame.subarray(0, Math.max(length, 1)), ...more]);
    }),
  fc
    .record({
      kind: fc.constantFrom('request', 'credit', 'cancel', 'reply', 'x'),
      id: fc.anything(),
      call: fc.string(),
    })
    .map((frame) => encodeOr(frame)),
);

function encodeOr(frame: unknown): Uint8Array {
  try {
    return encodeFrame(frame as PageFrame);
  } catch {
    return new Uint8Array([0xc1]);
  }
}

describe.each<LinkName>(['memory', 'message port', 'web socket'])('page and main over %s', (name) => {
  it('brings a call to its handler and the answer back', async () => {
    const seen: unknown[] = [];
    const { client } = await link(name, {
      'officers.sign-in': (input) => {
        seen.push(input);
        return officer;
      },
    });
    expect(await client.call('officers.sign-in', { officerId: officer.id, password: 'mật khẩu' })).toEqual(
      officer,
    );
    expect(seen).toEqual([{ officerId: officer.id, password: 'mật khẩu' }]);
  });

  it('keeps a megabyte of bytes as bytes, both ways', async () => {
    const image = new Uint8Array(1_000_000).map((_, index) => (index * 7) % 251);
    let stored = new Uint8Array();
    const { client } = await link(name, {
      'enrollment.perform': ({ intention }) => {
        if (intention.kind === 'take-portrait') stored = new Uint8Array(intention.image);
        return {};
      },
      'captures.read': () => ({ mime: 'image/jpeg', bytes: stored }),
    });
    const intention = { kind: 'take-portrait', image, mime: 'image/jpeg', camera: 'test' } as const;
    await client.call('enrollment.perform', { applicationId, intention });
    const { bytes } = await client.call('captures.read', { captureId });
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect(Buffer.compare(bytes, image)).toBe(0);
  });

  it('keeps many calls at once apart', async () => {
    const { client } = await link(name, {
      'applications.begin': async ({ reason }) => {
        for (let i = reason.length; i > 0; i--) await turn();
        return {
          applicationId: ApplicationId.parse(applicationId.replace(/.$/, String(reason.length % 10))),
        };
      },
    });
    const reasons = [
      'holder-request',
      'age',
      'old-card-to-new',
      'features-changed',
      'name-or-birth-changed',
    ] as const;
    const answers = await Promise.all(
      [...reasons, ...reasons, ...reasons].map(async (reason) => {
        const answer = await client.call('applications.begin', { type: 'exchange', reason });
        return [Number(answer.applicationId.at(-1)), reason.length % 10];
      }),
    );
    expect(answers.filter(([got, wanted]) => got !== wanted)).toEqual([]);
  });

  it('never lets a stream run ahead of a slow page by more than the window', async () => {
    let made = 0;
    const { client } = await link(name, {
      'fingers.preview': async function* () {
        for (;;) {
          made += 1;
          yield picture;
        }
      },
    });
    let taken = 0;
    const ahead: number[] = [];
    for await (const item of client.watch('fingers.preview', {}, new AbortController().signal)) {
      expect(item).toEqual(picture);
      taken += 1;
      // Main has had its chance to make more.
      for (let i = 0; i < 5; i++) await client.call('officers.list', {});
      ahead.push(made - taken);
      if (taken === 20) break;
    }
    // The page says that it is ready for more when it comes back for the next.
    expect(Math.max(...ahead)).toBe(streamWindow - 1);
  });

  it('ends a stream on main when the page stops taking, and at the page when main has no more', async () => {
    const ended = Promise.withResolvers<void>();
    const { client } = await link(name, {
      'fingers.preview': async function* (_input, signal) {
        try {
          while (!signal.aborted) yield picture;
        } finally {
          ended.resolve();
        }
      },
      'queue.watch-entry': async function* () {
        yield null;
        yield null;
      },
    });
    for await (const _ of client.watch('fingers.preview', {}, new AbortController().signal)) break;
    await ended.promise;
    const items: unknown[] = [];
    for await (const item of client.watch(
      'queue.watch-entry',
      { applicationId },
      new AbortController().signal,
    ))
      items.push(item);
    expect(items).toEqual([null, null]);
  });

  it('ends a stream that waits when the signal aborts', async () => {
    const ended = Promise.withResolvers<void>();
    const { client } = await link(name, {
      'queue.watch-entry': async function* (_input, signal) {
        yield null;
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        ended.resolve();
      },
    });
    const abort = new AbortController();
    for await (const _ of client.watch('queue.watch-entry', { applicationId }, abort.signal)) abort.abort();
    await ended.promise;
  });

  it('cancels a call on both sides, and reports nothing', async () => {
    const [started, stopped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { client, service } = await link(name, {
      'queue.send-now': async (_input, signal) => {
        started.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        stopped.resolve();
        throw new DriverError('device/cancelled', 'given up');
      },
    });
    const abort = new AbortController();
    const sending = failure(client.call('queue.send-now', {}, abort.signal));
    await started.promise;
    abort.abort();
    expect((await sending).code).toBe('rpc/cancelled');
    await stopped.promise;
    await client.call('officers.list', {});
    expect(service.reported).toEqual([]);
  });

  it('gives each failure its code and incident, and nothing else of it', async () => {
    const { client, service } = await link(name, {
      'queue.send-now': () => {
        throw new DriverError('card/removed', 'secret detail');
      },
      'officers.sign-out': () => {
        throw new Error('secret detail');
      },
      'captures.read': () => ({ mime: 7 }) as never,
      'forms.print': () => ({ fileName: '', revision: 1, pdf: new Uint8Array(maxFrameBytes) }),
    });
    const foreign = client as unknown as { call(name: string, input: unknown): Promise<unknown> };
    const failures = [
      await failure(client.call('queue.send-now', {})),
      await failure(client.call('officers.sign-out', {})),
      await failure(client.call('captures.read', { captureId })),
      await failure(client.call('forms.print', { applicationId, form: 'CC01' })),
      await failure(foreign.call('constructor', {})),
      await failure(foreign.call('officers.list', { extra: 1 })),
      await failure(client.call('captures.read', { captureId: 'not-a-uuid' as CaptureId })),
    ];
    service.signIn(false);
    failures.push(await failure(client.call('queue.send-now', {})));
    expect(failures.map(({ code, incident, message }) => `${incident} ${code} ${message === code}`)).toEqual([
      '1 card/removed true',
      '2 station/unexpected true',
      '3 station/unexpected true',
      '4 rpc/too-large true',
      '5 rpc/unknown-call true',
      '6 rpc/invalid-input true',
      '7 rpc/invalid-input true',
      '8 officer/not-signed-in true',
    ]);
  });

  it('stops an officer’s stream at the next item once the officer has signed out', async () => {
    const { client, service } = await link(name, {
      'queue.watch-entry': async function* () {
        for (;;) {
          yield null;
          await turn();
        }
      },
    });
    const watching = (async () => {
      for await (const _ of client.watch(
        'queue.watch-entry',
        { applicationId },
        new AbortController().signal,
      ))
        service.signIn(false);
    })();
    expect((await failure(watching)).code).toBe('officer/not-signed-in');
  });

  it('fails what is open when the wire closes, and stops it on main', async () => {
    const [started, stopped] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { client, wire } = await link(name, {
      'queue.send-now': async (_input, signal) => {
        started.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        stopped.resolve();
        return {};
      },
      'queue.watch-entry': async function* (_input, signal) {
        yield null;
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      },
    });
    const calling = failure(client.call('queue.send-now', {}));
    const watching = failure(
      (async () => {
        for await (const _ of client.watch(
          'queue.watch-entry',
          { applicationId },
          new AbortController().signal,
        ))
          wire.close();
      })(),
    );
    await started.promise;
    expect([(await calling).code, (await watching).code]).toEqual(['rpc/closed', 'rpc/closed']);
    await stopped.promise;
    expect((await failure(client.call('officers.list', {}))).code).toBe('rpc/closed');
  });

  it.each([
    ['bytes that are no frame', [new Uint8Array([0xc1])], 'rpc/malformed'],
    ['a frame of another kind', [encodeOr({ kind: 'reply', id: 1, output: 1 })], 'rpc/malformed'],
    ['an id that is in use', [request(5, 'queue.send-now'), request(5, 'queue.send-now')], 'rpc/malformed'],
    [
      'more requests than a page has',
      Array.from({ length: 201 }, (_, id) => request(id + 1, 'queue.send-now')),
      'rpc/malformed',
    ],
    ['nested lengths that would fill the memory', [nestedLengths(1_000_000)], 'rpc/malformed'],
  ])('refuses a wire that brings %s, and no other', async (_what, frames, code) => {
    const { client, open, service } = await link(name, {
      'queue.send-now': () => new Promise<never>(() => undefined),
    });
    const hostile = await open();
    const refused = failure(connect(hostile).call('queue.send-now', {}));
    for (const frame of frames) hostile.send(frame);
    expect((await refused).code).toBe(code);
    expect(await client.call('officers.list', {})).toEqual([officer]);
    expect(service.reported).toHaveLength(1);
  });

  it('survives rubbish: that wire closes or answers, the others go on', async () => {
    const { client, open } = await link(name, {});
    await fc.assert(
      fc.asyncProperty(fc.array(rubbish, { minLength: 1, maxLength: 4 }), async (frames) => {
        const hostile = await open();
        const other = connect(hostile);
        for (const frame of frames) hostile.send(frame);
        const outcome = await other.call('officers.list', {}).catch((error: unknown) => error);
        const isAnswered = Array.isArray(outcome);
        const isRefused =
          outcome instanceof RpcError && ['rpc/malformed', 'rpc/closed'].includes(outcome.code);
        expect({ outcome, isFine: isAnswered || isRefused }).toMatchObject({ isFine: true });
        hostile.close();
        expect(await client.call('officers.list', {})).toEqual([officer]);
      }),
      { numRuns: name === 'memory' ? 300 : 60 },
    );
  });
});

function request(id: number, call: CallName): Uint8Array {
  return encodeFrame({ kind: 'request', id, call, input: {} });
}

/** `[[[[…` with each level promising a hundred thousand items: five bytes that a decoder pays with 800 000. */
function nestedLengths(bytes: number): Uint8Array {
  return new Uint8Array(bytes).map((_, index) => [0xdd, 0, 1, 0x86, 0xa0][index % 5] ?? 0);
}

describe('a page whose main talks rubbish', () => {
  it('gives up the wire', async () => {
    let deliver: (frame: Uint8Array) => void = () => undefined;
    let isClosed = false;
    const wire: Wire = {
      send: () => undefined,
      onFrame: (listener) => {
        deliver = listener;
      },
      onClose: () => undefined,
      close: () => {
        isClosed = true;
      },
    };
    const client: Client = connect(wire);
    const calling = failure(client.call('officers.list', {}));
    deliver(new Uint8Array([0xc1]));
    expect([(await calling).code, isClosed]).toEqual(['rpc/malformed', true]);
  });
});
