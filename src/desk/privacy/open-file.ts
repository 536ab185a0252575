/** Opens a received file for somebody who may see its ticket; each opening is an event (law 11). */
import type { Trx } from '../../db/database.ts';
import type { FileId } from '../../model.ts';
import type { Staff } from '../staff/staff.ts';
import type { DeskTools } from '../tickets/ticket.ts';

export type OpenedFile = {
  /** Below DATA_DIR/files. */
  path: string;
  /** By content; null: unknown. */
  mime: string | null;
  name: string | null;
  sizeBytes: number;
};

/** @throws {DomainError} `file-unknown` (also for a file of a ticket that the reader may not see), `file-not-here`. */
export async function openFile(
  _trx: Trx,
  _act: { fileId: FileId; staff: Staff },
  _tools: DeskTools,
): Promise<OpenedFile> {
  throw new Error('bug: not written yet');
}
