import { MrzError, parseMrz } from '../../drivers/card/emrtd/mrz.ts';
import { parseCardQr } from '../applications/card-qr.ts';
import { StationError } from '../contract/errors.ts';
import { type Command, type Outcome, UnusableInput } from './outcome.ts';

/** `station qr parse TEXT`: what the station makes of the text of a card's QR code. */
export const qrParse: Command = (args) => {
  const text = requireText(args, 'qr parse');
  try {
    return fine(parseCardQr(text));
  } catch (error) {
    if (error instanceof StationError)
      return {
        isFine: false,
        json: { code: error.code, reason: error.message },
        text: `${error.code}: ${error.message}`,
      };
    throw error;
  }
};

/** `station mrz parse TEXT`: the three lines of a TD1 MRZ, each check digit judged. */
export const mrzParse: Command = (args) => {
  const text = requireText(args, 'mrz parse');
  return fine(parseMrz(text));
};

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
