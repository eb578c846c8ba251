import { z } from 'zod';
import { errorCodes } from './errors.ts';

/** A failure as the page sees it: a code with a sentence, and a number that finds the log line. */
export const ErrorNotice = z.strictObject({ code: z.enum(errorCodes), incident: z.string() });
export type ErrorNotice = z.infer<typeof ErrorNotice>;
