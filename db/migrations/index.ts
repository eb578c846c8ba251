import type { Migration } from '../migrate.ts';
import { applications } from './0001-applications.ts';
import { officersAndAudit } from './0002-officers-and-audit.ts';
import { centreStatuses } from './0003-centre-statuses.ts';
import { kindsOfCaptures } from './0004-kinds-of-captures.ts';
import { payloadKeys } from './0005-payload-keys.ts';
import { delivery } from './0006-delivery.ts';

/** Every migration, in order. A new one takes the next number and a line at the end. */
export const migrations: readonly Migration[] = [
  applications,
  officersAndAudit,
  centreStatuses,
  kindsOfCaptures,
  payloadKeys,
  delivery,
];
