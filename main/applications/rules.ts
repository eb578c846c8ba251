import { z } from 'zod';
import { ApplicationReason, ApplicationType } from '../contract/enrollment.ts';
import { FingerExceptionCode } from '../contract/fingers.ts';
import { FieldName } from '../contract/form.ts';
import { irisCheckNames } from '../contract/iris.ts';
import { PaperKind, SheetFormat } from '../contract/papers.ts';
import { portraitRules } from './portrait-rules.ts';
import captures from './rules/captures.json' with { type: 'json' };
import cardValidity from './rules/card-validity.json' with { type: 'json' };
import deadlines from './rules/deadlines.json' with { type: 'json' };
import fees from './rules/fees.json' with { type: 'json' };
import formFields from './rules/form-fields.json' with { type: 'json' };
import papers from './rules/papers.json' with { type: 'json' };
import portrait from './rules/portrait.json' with { type: 'json' };
import retention from './rules/retention.json' with { type: 'json' };
import signatures from './rules/signatures.json' with { type: 'json' };

const dated = {
  validFrom: z.iso.date(),
  /** Last day in force; null while no end is known. */
  validTo: z.iso.date().nullable(),
  /** The legal text it rests on, as printed for officers. */
  basis: z.string().min(1),
};

/**
 * How much a field is needed. `required` blocks sealing when empty; `expected` only warns, because some citizens lawfully have
 * none (an unknown father, no permanent residence).
 */
const FieldRule = z.strictObject({
  need: z.enum(['required', 'expected', 'optional']),
  /** Needed only from this age on. */
  fromAge: z.number().int().optional(),
  /** Needed only while another field has this value. */
  when: z.strictObject({ field: FieldName, is: z.string() }).optional(),
  /** Letters (UTF-16 units after NFC). */
  maxLength: z.number().int().positive(),
});
export type FieldRule = z.infer<typeof FieldRule>;

/** Positions of ANSI/NIST-ITL table 8 that a station captures. */
const FingerStep = z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15]);
export type FingerStep = z.infer<typeof FingerStep>;

const bound = z.number().nonnegative();
/** What an iris must measure: pixels, per cent, bits; see `biometrics/iris/measures.ts`. */
const IrisLimits = z.record(
  z.enum(irisCheckNames).exclude(['eye-open']),
  z.strictObject({ least: bound.optional(), most: bound.optional() }),
);

const score = z.number().int().min(0).max(100);

const tables = {
  formFields: table(z.strictObject({ ...dated, fields: z.record(FieldName, FieldRule) }), formFields),
  deadlines: table(
    z.strictObject({ ...dated, workingDays: z.record(ApplicationType, z.number().int().positive()) }),
    deadlines,
  ),
  /** VND */
  fees: table(
    z.strictObject({
      ...dated,
      discountPercent: z.number().int().min(0).max(100),
      exchange: z.record(ApplicationReason, z.number().int().nonnegative()),
    }),
    fees,
  ),
  captures: table(
    z.strictObject({
      ...dated,
      /** Placements of fingers, in their order: 13 right four, 14 left four, 15 both thumbs, 1 … 10 rolled. */
      steps: z
        .array(FingerStep)
        .min(1)
        .refine((steps) => new Set(steps).size === steps.length, 'steps must differ'),
      /** After so many tries the officer may keep a picture below the threshold. */
      attempts: z.number().int().positive(),
      minScore: z.strictObject({ thumbIndexMiddle: score, ringLittle: score }),
      /** Irises, from an age on; limits as ISO/IEC 29794-6 names what they are of. */
      iris: z.strictObject({ fromAge: z.number().int().nonnegative(), limits: IrisLimits }),
      /** Only a supervisor may keep what is below the threshold or does not seem to be the right finger. */
      supervisorToKeep: z.boolean(),
      /** Exceptions of which a photo is asked. */
      exceptionPhoto: z.array(FingerExceptionCode),
      /** After so many captures at a station the glass should be wiped. */
      cleanGlassAfter: z.number().int().positive(),
    }),
    captures,
  ),
  papers: table(
    z.strictObject({
      ...dated,
      kinds: z.array(
        z.strictObject({
          kind: PaperKind,
          /** Formats that it comes in; any when empty. */
          formats: z.array(SheetFormat),
          /** A number that does not look like this is asked about, never refused; null where nothing is known. */
          numberFormat: z
            .string()
            .transform((pattern) => new RegExp(pattern, 'u'))
            .nullable(),
          /** Once it is in the electronic identity, the paper must not be demanded. */
          canBeIntegrated: z.boolean(),
        }),
      ),
      /** The old card is handed in, or it is said why not. */
      oldCardAskedFor: z.array(ApplicationType),
      mostPapers: z.number().int().positive(),
      /** Of one paper. */
      mostPages: z.number().int().positive(),
      /** Of a straightened page. */
      pageBudgetBytes: z.number().int().positive(),
      /** From where on a photographed page is legible; `maxBlur` is by the height of the letters. */
      legibility: z.strictObject({
        minTextHeightPx: z.number().positive(),
        maxBlur: z.number().positive(),
        minContrast: z.number().min(0).max(1),
        minPaperLevel: z.number().min(0).max(255),
        maxGlareShare: z.number().min(0).max(1),
        minResolutionPpi: z.number().positive(),
      }),
    }),
    papers,
  ),
  signatures: table(
    z.strictObject({
      ...dated,
      /** Younger citizens do not sign themselves. */
      ownFromAge: z.number().int(),
      /** The officer's word for a signed paper is enough; otherwise the signed page is photographed. */
      vouchForPaper: z.boolean(),
      /** What is shorter is a dot or a slip of the pen: the way of the pen, and how far it spreads. */
      pad: z.strictObject({ minLengthMm: z.number().positive(), minExtentMm: z.number().positive() }),
      /** Ink in the field of a photographed page: its share of the field, and how far it spreads. */
      ink: z.strictObject({ minShare: z.number().positive(), minExtentMm: z.number().positive() }),
    }),
    signatures,
  ),
  /** What is asked of a portrait: the measures of ISO/IEC 29794-5, each with its limit. */
  portrait: table(z.strictObject({ ...dated, ...portraitRules }), portrait),
  retention: table(
    z.strictObject({
      ...dated,
      payloadDaysAfterReceipt: z.number().int().min(0).max(30),
      stubMonths: z.number().int(),
      auditMonths: z.number().int(),
      idleDraftHours: z.number().int(),
    }),
    retention,
  ),
};

const cardValidityTable = table(
  z.strictObject({
    ...dated,
    thresholdAges: z.array(z.number().int()),
    marginYears: z.number().int(),
  }),
  cardValidity,
);

/** The rules in force on one day, one row of each dated table. */
type Rules = { readonly [K in keyof typeof tables]: (typeof tables)[K][number] };

/** What counts as a signature, and whose. */
export type SignatureRules = Rules['signatures'];

/** How fingers and portraits are captured. */
export type CaptureRules = Rules['captures'];

/** Which papers are taken, and how. */
export type PaperRules = Rules['papers'];

/**
 * The rules for an application received on a day.
 *
 * @param day `YYYY-MM-DD`, Asia/Ho_Chi_Minh
 * @throws Error when a table does not reach that day: the clock is wrong, or the tables are older than the clock
 */
export function rulesOn(day: string): Rules {
  return {
    formFields: rowOn(tables.formFields, day),
    deadlines: rowOn(tables.deadlines, day),
    fees: rowOn(tables.fees, day),
    captures: rowOn(tables.captures, day),
    papers: rowOn(tables.papers, day),
    signatures: rowOn(tables.signatures, day),
    portrait: rowOn(tables.portrait, day),
    retention: rowOn(tables.retention, day),
  };
}

/** How long a card issued on a day is valid, or undefined for a day before such cards existed. */
export function cardValidityOn(issueDay: string): (typeof cardValidityTable)[number] | undefined {
  return cardValidityTable.find((row) => isInForce(row, issueDay));
}

interface Dated {
  readonly validFrom: string;
  readonly validTo: string | null;
}

function rowOn<Row extends Dated>(rows: readonly Row[], day: string): Row {
  const row = rows.find((candidate) => isInForce(candidate, day));
  if (!row) throw new Error(`no rules for ${day}: is the clock right?`);
  return row;
}

function isInForce({ validFrom, validTo }: Dated, day: string): boolean {
  return validFrom <= day && (validTo === null || day <= validTo);
}

/** Checks a table as it is loaded: every row whole, each beginning the day after the one before it ends. */
function table<Row extends z.ZodType<Dated>>(row: Row, data: unknown): z.output<Row>[] {
  const rows = z.array(row).min(1).parse(data);
  for (const [index, { validFrom }] of rows.slice(1).entries()) {
    const endOfPrevious = rows[index]?.validTo;
    if (!endOfPrevious || Date.parse(validFrom) - Date.parse(endOfPrevious) !== 86_400_000) {
      throw new Error(`rules from ${validFrom} do not follow the row before`);
    }
  }
  return rows;
}
