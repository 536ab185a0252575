/** Passwords of staff: made, judged, hashed with argon2id. */
import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '../../lib/errors.ts';
import type { Ids } from '../../lib/ids.ts';

/** Small letters and digits without look-alikes: people copy these from paper. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
export const passwordCharsMin = 12;
const passwordCharsMax = 200;

/** What everybody tries first, as it stands within a longer password. */
const tooCommon = ['password', 'kediri', 'prodamas', 'rahasia', 'admin', 'qwerty', '123456', 'klinik', 'inspektorat'];

/** @returns a password like `k7mq-x3fd-9vha-2ttp`: 79 bits. */
export function generatePassword(ids: Ids): string {
  const group = () => Array.from({ length: 4 }, () => signs[ids.below(signs.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

/**
 * Length counts, not kinds of signs (NIST SP 800-63B).
 * @throws {DomainError} `password-short`, `password-long`, `password-common` or `password-same`, when it may not be
 * used.
 */
export function checkNewPassword(password: string, username: string, current?: string): void {
  const length = [...password].length;
  if (length < passwordCharsMin) throw new DomainError('password-short', { min: passwordCharsMin });
  if (length > passwordCharsMax) throw new DomainError('password-long', { max: passwordCharsMax });
  if (password === current) throw new DomainError('password-same');
  const rest = [...tooCommon, username].reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase());
  if (new Set(rest).size < 5) throw new DomainError('password-common');
}

/** argon2id with the library's defaults (19 MiB, 2 passes), which are OWASP's. About 30 ms. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password);
}

/** @returns whether a password belongs to a hash; false, too, for a hash that cannot be read. */
export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  if (password.length > passwordCharsMax * 4) return false;
  try {
    return await verify(passwordHash, password);
  } catch {
    return false;
  }
}
