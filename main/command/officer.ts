import { readOfficer } from '../../db/officers.ts';
import { leastMinutiae } from '../biometrics/finger/minutiae/compare.ts';
import { extractMinutiae } from '../biometrics/finger/minutiae/extract.ts';
import type { SessionFinger } from '../biometrics/finger/minutiae/session.ts';
import { standardPpi } from '../biometrics/finger/placement.ts';
import { resizeGray } from '../biometrics/picture.ts';
import { putOfficerFingers } from '../officers/officer-fingers.ts';
import { readSingleFinger } from './finger-input.ts';
import { type Command, dataDirOf, readOptions, UnusableInput } from './outcome.ts';
import { withStore } from './station-store.ts';

/** Index fingers: what an officer lends. */
const positions = { right: 2, left: 7 } as const;

/**
 * `station officer fingers ID --right FILE --left FILE`: makes an officer's index fingers known, so that the station sees when they are
 * captured for a citizen. The pictures are not kept.
 */
export const officerFingers: Command = async (args) => {
  const { values, rest } = readOptions(args, ['right', 'left', 'data']);
  const [id, ...more] = rest;
  if (id === undefined || more.length > 0)
    throw new UnusableInput('station officer fingers: give one officer’s ID');
  const dataDir = dataDirOf(values['data']);
  const fingers = [
    await fingerOf(positions.right, 'right', values['right']),
    await fingerOf(positions.left, 'left', values['left']),
  ];
  await withStore(dataDir, (store) => {
    if (!readOfficer(store, id)) throw new UnusableInput(`${id}: no officer of this station`);
    putOfficerFingers(store, id, fingers, Date.now());
  });
  const counts = fingers.map(({ template }) => template.minutiae.length);
  return {
    isFine: true,
    json: { officer: id, minutiae: counts },
    text: `Both index fingers of ${id} are known (${counts.join(' and ')} minutiae); their pictures were not kept.`,
  };
};

async function fingerOf(position: number, option: string, file: string | undefined): Promise<SessionFinger> {
  if (file === undefined) throw new UnusableInput(`station officer fingers: give --${option} FILE`);
  const { picture, resolutionPpi } = await readSingleFinger(file);
  const scale = standardPpi / resolutionPpi;
  const template = extractMinutiae(scale === 1 ? picture : await resizeGray(picture, scale));
  if (template.minutiae.length < leastMinutiae)
    throw new UnusableInput(`${file}: ${template.minutiae.length} minutiae are too few to know a finger by`);
  return { position, template };
}
