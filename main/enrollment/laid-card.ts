import type { Devices } from '../devices.ts';

/** Whether a card lies on any reader. */
export function hasCard(devices: Devices): boolean {
  return devices.list().readers.some((reader) => reader.hasCard);
}

/** Tells each time a card is laid down where none lay. The returned function stops it. */
export function watchForCard(devices: Devices, onLaid: () => void): () => void {
  let hadCard = hasCard(devices);
  return devices.onChange(() => {
    const hasOne = hasCard(devices);
    const isLaid = hasOne && !hadCard;
    hadCard = hasOne;
    if (isLaid) onLaid();
  });
}
