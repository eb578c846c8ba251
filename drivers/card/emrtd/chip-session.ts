import type { Exchange } from '../apdu.ts';
import type { Crypto } from './crypto/crypto.ts';
import { openSecureMessaging, secureExchange } from './secure-messaging.ts';
import type { SessionKeys } from './session-cipher.ts';

/** A protected conversation whose keys may change on the way: chip authentication brings new ones. */
export interface ChipSession {
  readonly exchange: Exchange;
  /** False once a defect has ended the conversation. */
  isOpen(): boolean;
  rekey(keys: SessionKeys): void;
  /** Destroys the keys. */
  close(): void;
}

export function openChipSession(crypto: Crypto, plain: Exchange, keys: SessionKeys): ChipSession {
  const protect = (newKeys: SessionKeys) => {
    const messaging = openSecureMessaging(crypto, newKeys);
    newKeys.enc.fill(0);
    newKeys.mac.fill(0);
    return { ...messaging, exchange: secureExchange(plain, messaging) };
  };
  let current = protect(keys);
  return {
    exchange: (command) => current.exchange(command),
    isOpen: () => current.isOpen(),
    rekey: (newKeys) => {
      current.close();
      current = protect(newKeys);
    },
    close: () => current.close(),
  };
}
