/** The `station` command: what administrators, CI and support do without a window. */
import { central } from './command/central.ts';
import { chipRead, chipVerify } from './command/chip.ts';
import { doctor } from './command/doctor.ts';
import { faceAssess } from './command/face.ts';
import { fingerAssess, fingerCompare, fingerSegment } from './command/finger.ts';
import { fingerDecode, fingerEncode } from './command/finger-codec.ts';
import { officerFingers } from './command/officer.ts';
import { type Command, type Outcome, UnusableInput } from './command/outcome.ts';
import { mrzParse, qrParse } from './command/parse.ts';
import { queueList } from './command/queue.ts';
import { trustImport, trustShow } from './command/trust.ts';

const usage = `station doctor [--data DIR]
station chip read [--reader TEXT] (--can N | --mrz "L1 L2 L3" | --document N --birth YYMMDD --expiry YYMMDD)
                  [--trust DIR | --data DIR] [--out DIR]
station chip verify DIR [--trust DIR | --data DIR]
station trust import FILE [--data DIR]
station trust show [--data DIR]
station finger assess FILE
station finger encode IN OUT.wsq [--bpp 0.75]
station finger decode IN.wsq OUT.pgm
station finger segment FILE --slap right|left|thumbs
station finger compare A B
station face assess FILE
station officer fingers ID --right FILE --left FILE [--data DIR]
station qr parse TEXT
station mrz parse TEXT
station queue list [--data DIR]
station central [--port N] [--data DIR]
Every command takes --json.`;

const commands: Readonly<Record<string, Command>> = {
  doctor,
  'chip read': chipRead,
  'chip verify': chipVerify,
  'trust import': trustImport,
  'trust show': trustShow,
  'finger assess': fingerAssess,
  'finger encode': fingerEncode,
  'finger decode': fingerDecode,
  'finger segment': fingerSegment,
  'finger compare': fingerCompare,
  'face assess': faceAssess,
  'officer fingers': officerFingers,
  'qr parse': qrParse,
  'mrz parse': mrzParse,
  'queue list': queueList,
  central,
};

/** Finds the command at the head of the arguments: one word, or two. */
function findCommand(args: readonly string[]): { run: Command; rest: readonly string[] } {
  for (const words of [2, 1]) {
    const run = commands[args.slice(0, words).join(' ')];
    if (run) return { run, rest: args.slice(words) };
  }
  throw new UnusableInput(
    args.length === 0 ? `No command given.\n${usage}` : `No such command: ${args.join(' ')}\n${usage}`,
  );
}

async function main(args: readonly string[]): Promise<number> {
  const wantsJson = args.includes('--json');
  try {
    const { run, rest } = findCommand(args.filter((arg) => arg !== '--json'));
    const outcome = await run(rest);
    write(outcome, wantsJson);
    return outcome.isFine ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    if (wantsJson) console.log(JSON.stringify({ error: error.message }));
    else console.error(error.message);
    return 2;
  }
}

function write({ json, text }: Outcome, wantsJson: boolean): void {
  if (wantsJson) console.log(JSON.stringify(json));
  else if (text !== '') console.log(text);
}

process.exitCode = await main(process.argv.slice(2));
