import type { ApplicationType } from '../contract/enrollment.ts';
import type { ApplicationDefinition } from './definition.ts';
import { exchange } from './exchange.ts';

/** What can be applied for at the station. A new type is one file beside this one and one line here. */
export const applicationTypes: { readonly [K in ApplicationType]: ApplicationDefinition } = {
  exchange,
};
