import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleStationKeys } from '../../fixtures/central/samples.ts';
import { openTestCentre, type TestCentre } from '../../fixtures/central/test-centre.ts';
import { exchangeAt25 } from '../../fixtures/people/people.ts';
import { isErrorCode } from '../contract/errors.ts';
import { signStatement } from '../enrollment/statement.ts';
import { failureCode } from './answers.ts';
import { type Delivery, deliver, type Shipment } from './delivery.ts';
import { openLine } from './line.ts';
import { openPace } from './pace.ts';
import { askStatuses } from './statuses.ts';

/** Where in a delivery somebody else answers in the centre's place. */
type Step = 'announce' | 'create' | 'head' | 'patch' | 'receipt';

/** What is answered there. `cut`: fewer bytes come than were promised, or none at all. */
interface BadAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly ending: 'whole' | 'cut' | 'dropped' | 'not-http';
  /** Every time that is asked in this attempt, not only the first. */
  readonly isStubborn: boolean;
}

const seed = 20_261_125;
const packetBytes = 3_000;
const never = new AbortController().signal;

let test: TestCentre;
let liar: Server;
let spoil: ((request: IncomingMessage) => BadAnswer | undefined) | undefined;

beforeAll(async () => {
  test = await openTestCentre();
  liar = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(liar, 'listening');
});
afterAll(async () => {
  liar.closeAllConnections();
  liar.close();
  await test.remove();
});

/** Lies where it should; otherwise says what the centre says. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const bad = spoil?.(request);
  if (bad) return lie(bad, request, response);
  const { method = '', url = '', headers } = request;
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(Buffer.concat(chunks)) };
  const { host: _, connection: __, 'content-length': ___, ...kept } = headers;
  const said = await fetch(new URL(url, test.central().url), {
    ...{ method, headers: kept as Record<string, string>, ...body },
  });
  response.writeHead(said.status, Object.fromEntries(said.headers));
  response.end(new Uint8Array(await said.arrayBuffer()));
}

function lie(
  { status, headers, body, ending }: BadAnswer,
  { socket }: IncomingMessage,
  response: ServerResponse,
): void {
  if (ending === 'dropped') {
    response.destroy();
  } else if (ending === 'not-http') {
    socket.end(body);
  } else {
    const length = Buffer.byteLength(body) + (ending === 'cut' ? 100 : 0);
    response.writeHead(status, { ...headers, connection: 'close', 'content-length': length });
    response.write(body);
    if (ending === 'cut') response.destroy();
    else response.end();
  }
}

/** The n-th request of a kind in an attempt is a step of the delivery. */
function spoilAt(step: Step, bad: BadAnswer): void {
  const wanted = { announce: 'PUT', create: 'POST', head: 'HEAD', patch: 'PATCH', receipt: 'PUT' }[step];
  let asked = 0;
  spoil = ({ method }) => {
    if (method !== wanted) return undefined;
    asked += 1;
    const first = step === 'receipt' ? 2 : 1;
    return asked === first || (bad.isStubborn && asked > first) ? bad : undefined;
  };
}

function centre(): ReturnType<TestCentre['centre']> {
  return test.centre({ url: `http://127.0.0.1:${(liar.address() as AddressInfo).port}` });
}

async function send(shipment: Shipment): Promise<Delivery> {
  const line = openLine(centre(), 2_000);
  try {
    return await deliver({ centre: centre(), line, pace: openPace() }, shipment, never);
  } finally {
    line.hangUp();
  }
}

/** Texts a centre, or somebody who heard one, has signed: of other packets, other kinds, other keys. */
async function foreignStatements(): Promise<string[]> {
  const { control, keys } = test.central();
  const settled = await test.shipment(packetBytes);
  const delivered = await send(settled);
  const receipt = delivered.kind === 'accepted' ? delivered.receipt : '';
  const { personalId } = exchangeAt25;
  const record = {
    personalId,
    kind: 'corrected-centrally',
    theirs: { fullName: 'ĐẶNG NGỌC MẪU HAI' },
  } as const;
  await control.putRecord({ ...record, at: '2027-01-01T00:00:00.000Z' });
  const disputed = await send(await test.shipment(packetBytes));
  await control.putRecord({ ...record, at: '2020-01-01T00:00:00.000Z' });
  const conflict = disputed.kind === 'conflict' ? disputed.statement : '';
  const { statuses } = (await (await fetch(`${test.central().url}/stations/04/statuses?after=`)).json()) as {
    statuses: string;
  };
  const [header = '', payload = '', signature = ''] = receipt.split('.');
  const none = Buffer.from('{"alg":"none","typ":"enrollment-receipt+jws"}').toString('base64url');
  const text = Buffer.from(payload, 'base64url').toString();
  const thief = { ...(await sampleStationKeys('03')), kid: keys.signingKey.kid };
  return [
    ...[receipt, conflict, statuses, `${header}.${payload}.`, `${none}.${payload}.`, `..${signature}`],
    ...[`${header}.${payload.slice(0, 40)}.${signature}`, receipt.repeat(50), header, text],
    await signStatement('enrollment-receipt', text, thief),
    await signStatement('enrollment-receipt', text, test.stationKey),
  ];
}

/** Six answers of a thief with a key of his own about this very packet. */
async function forgedFor({ applicationId, packetSha256 }: Shipment): Promise<string[]> {
  const about = { schema: 1, applicationId, packetSha256 };
  const thief = { ...(await sampleStationKeys('03')), kid: test.central().keys.signingKey.kid };
  const at = '2026-11-25T02:00:00.000Z';
  const texts = [
    { ...about, outcome: 'accepted', receiptNo: 'TW-20261125-000001', acceptedAt: at },
    { ...about, outcome: 'refused', reason: 'no', refusedAt: at },
    { ...about, kind: 'corrected-centrally', at, theirs: {} },
  ];
  const kinds = { receipt: 'enrollment-receipt', conflict: 'enrollment-conflict' } as const;
  return Promise.all(
    texts.flatMap((text) =>
      (['receipt', 'conflict'] as const).map(async (name) =>
        JSON.stringify({ [name]: await signStatement(kinds[name], JSON.stringify(text), thief) }),
      ),
    ),
  );
}

const numbers = fc.constantFrom('0', '1', '-1', '3000', '9999999999', '1e3', '0x10', ' 7 ', '', 'NaN');
const addresses = fc.constantFrom(
  ...[
    '/uploads',
    '/uploads/00000000-0000-0000-0000-000000000000',
    'http://127.0.0.1:9/uploads/x',
    '//x/y',
    '',
  ],
  ...[
    'file:///etc/passwd',
    '\\',
    'uploads/../keys',
    '?',
    `/uploads/${'x'.repeat(3_000)}`,
    'http://[',
    '\u00e9',
  ],
);
/** Longer than Node reads. */
const rarelyLong = fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 20_000).map((length) => 'x'.repeat(length));
const someHeaders = fc.record(
  {
    ...{
      location: addresses,
      'upload-offset': numbers,
      'upload-length': numbers,
      date: fc.constant('never'),
    },
    ...{ 'retry-after': fc.constantFrom('-1', 'soon', '99999999999', '0'), 'x-long': rarelyLong },
  },
  { requiredKeys: [] },
);

function bodies(statements: readonly string[]): fc.Arbitrary<string | Uint8Array> {
  const statement = fc.constantFrom(...statements);
  const shapes = fc.oneof(
    fc.record({ receipt: statement }),
    fc.record({ conflict: statement }),
    fc.record({ statuses: statement }),
    fc.record({ receipt: statement, upload: addresses }),
    fc.record({ upload: fc.oneof(addresses, fc.constant(null), fc.jsonValue()) }),
    fc.record({ receipt: fc.jsonValue(), conflict: fc.jsonValue(), statuses: fc.jsonValue() }),
    fc.jsonValue(),
  );
  return fc.oneof(
    { arbitrary: shapes.map((value) => JSON.stringify(value)), weight: 6 },
    { arbitrary: shapes.map((value) => JSON.stringify(value).slice(0, -1)), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 300 }), weight: 1 },
    {
      arbitrary: fc.constantFrom('[', 'null', '"', '['.repeat(100_000), 'x'.repeat(400_000), '\ufeff{}'),
      weight: 1,
    },
  );
}

function badAnswers(statements: readonly string[]): fc.Arbitrary<BadAnswer> {
  const statuses = [
    200, 201, 202, 204, 206, 301, 304, 307, 400, 401, 404, 407, 409, 410, 416, 422, 429, 460, 500, 503,
  ];
  return fc.record({
    status: fc.constantFrom(...statuses),
    headers: someHeaders,
    body: bodies(statements),
    ending: fc.constantFrom('whole', 'whole', 'whole', 'whole', 'cut', 'dropped', 'not-http'),
    isStubborn: fc.boolean(),
  });
}

/** What the centre itself has signed, or a cause an officer reads a sentence about. */
async function expectHonest(delivery: Delivery, { applicationId }: Shipment): Promise<void> {
  if (delivery.kind === 'later') return expect(isErrorCode(delivery.code)).toBe(true);
  const held = await test.central().control.held();
  const receipt = held.find((each) => each.applicationId === applicationId)?.receipt;
  expect(delivery).toMatchObject({ kind: 'accepted', receipt });
}

describe('whatever somebody answers in the centre’s place', () => {
  it.each<Step>(['announce', 'create', 'head', 'patch', 'receipt'])(
    'at the step “%s”: nothing is believed, lost or doubled',
    async (step) => {
      const statements = await foreignStatements();
      const kinds = new Set<string>();
      const bad = fc.record({ answer: badAnswers(statements), forged: fc.option(fc.nat({ max: 5 })) });
      await fc.assert(
        fc.asyncProperty(bad, async ({ answer, forged }) => {
          const shipment = await test.shipment(packetBytes);
          const body = forged === null ? answer.body : (await forgedFor(shipment))[forged];
          kinds.add(await sendPast(step, { ...answer, body: body ?? '' }, shipment));
        }),
        { numRuns: 25, seed, endOnFailure: true },
      );
      expect([...kinds]).toContain('line/down');
      expect(kinds.size).toBeGreaterThanOrEqual(3);
    },
    60_000,
  );

  it('does not upload byte by byte for ever when the centre takes one at a time', async () => {
    const shipment = await test.shipment(packetBytes);
    let asked = 0;
    spoil = ({ method, headers }) => {
      if (method !== 'PATCH') return undefined;
      asked += 1;
      const taken = String(Number(headers['upload-offset']) + 1);
      return {
        status: 204,
        headers: { 'upload-offset': taken },
        body: '',
        ending: 'whole',
        isStubborn: true,
      };
    };
    expect(await send(shipment)).toMatchObject({ kind: 'later', code: 'centre/unexpected-answer' });
    expect(asked).toBe(4);
    spoil = undefined;
    expect(await send(shipment)).toMatchObject({ kind: 'accepted' });
  });

  it('asked for statuses: no page is believed that the centre did not sign for this question', async () => {
    const statements = await foreignStatements();
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(badAnswers(statements), async (bad) => {
        spoil = () => bad;
        const line = openLine(centre(), 2_000);
        const asked = askStatuses({ line, centre: centre() }, '7', never);
        const code = await asked.then(() => 'believed', failureCode);
        line.hangUp();
        spoil = undefined;
        kinds.add(code);
        expect(isErrorCode(code)).toBe(true);
      }),
      { numRuns: 150, seed, endOnFailure: true },
    );
    const causes = ['line/down', 'centre/unexpected-answer', 'centre/bad-receipt', 'centre/unavailable'];
    expect([...kinds]).toEqual(expect.arrayContaining(causes));
  }, 60_000);
});

/** One attempt with a bad answer, then one without. @returns what the first came to */
async function sendPast(step: Step, bad: BadAnswer, shipment: Shipment): Promise<string> {
  // A place to ask for is there once an upload was begun.
  if (step === 'head') await beginOnly(shipment);
  spoilAt(step, bad);
  const delivery = await send(shipment);
  spoil = undefined;
  await expectHonest(delivery, shipment);
  expect(await send(shipment)).toMatchObject({ kind: 'accepted' });
  const held = (await test.central().control.held()).filter(
    ({ applicationId }) => applicationId === shipment.applicationId,
  );
  expect(held).toHaveLength(1);
  return delivery.kind === 'later' ? delivery.code : delivery.kind;
}

async function beginOnly(shipment: Shipment): Promise<void> {
  spoilAt('patch', { status: 200, headers: {}, body: '', ending: 'dropped', isStubborn: true });
  expect((await send(shipment)).kind).toBe('later');
}
