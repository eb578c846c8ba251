import { MrzError, parseMrz } from '../../drivers/card/emrtd/mrz.ts';
import { parseCardQr } from '../applications/card-qr.ts';
import { StationError } from '../contract/errors.ts';
import { type Command, type Outcome, UnusableInput } from './outcome.ts';

/** `station qr parse TEXT`: what the station makes of the text of a card's QR code. */
export const qrParse: Command = (args) => {
  const text = requireText(args, 'qr parse');
  return judged(() => parseCardQr(text));
};

/** `station mrz parse TEXT`: the three lines of a TD1 MRZ, each check digit judged. */
export const mrzParse: Command = (args) => {
  const text = requireText(args, 'mrz parse');
  return judged(() => parseMrz(text));
};

/** A text that is not what it should be is a negative verdict, with its reason. */
function judged(parse: () => object): Outcome {
  try {
    return fine(parse());
  } catch (error) {
    if (!(error instanceof StationError || error instanceof MrzError)) throw error;
    const code = error instanceof StationError ? error.code : 'mrz/invalid';
    return { isFine: false, json: { code, reason: error.message }, text: `${code}: ${error.message}` };
  }
}

function requireText(args: readonly string[], command: string): string {
  const text = args.join(' ');
  if (text === '') throw new UnusableInput(`station ${command}: no text given`);
  return text;
}

function fine(found: object): Outcome {
  const lines = Object.entries(found).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return { isFine: true, json: found, text: lines.join('\n') };
}
