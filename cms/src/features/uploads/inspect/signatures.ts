import { Found } from './finding';

/** The EICAR test file (https://www.eicar.org/download-anti-malware-testfile/), in two parts: scanners look into this file too. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** @throws Found when the bytes have the string in them with which virus scanners are tried out */
export function refuseEicar(content: Buffer): void {
  if (content.includes(EICAR)) throw new Found('virus', { virus: 'EICAR' });
}

/**
 * Programs look for a PDF's beginning in the first kilobyte, for an archive's list at the end: a file can be
 * several things at once, to several programs.
 * @throws Found when the file is something else beside what its name says
 */
export function refuseForeign(content: Buffer, type: string): void {
  refuseEicar(content);
  if (type !== 'application/pdf' && content.subarray(0, 1024).includes('%PDF-')) throw new Found('two-files');
  if (!type.startsWith('application/vnd.') && endsAsArchive(content)) throw new Found('two-files');
}

/** The record at the end of a ZIP archive (APPNOTE 4.3.16): its beginning, its length, and the longest comment after it. */
const RECORD = Buffer.from('PK\u0005\u0006', 'latin1');
const RECORD_LENGTH = 22;
const LONGEST_COMMENT = 65_535;

/** Whether a program that opens archives would find the list of one at the end. */
function endsAsArchive(content: Buffer): boolean {
  const from = Math.max(0, content.length - RECORD_LENGTH - LONGEST_COMMENT);
  for (let at = content.lastIndexOf(RECORD); at >= from; at = content.lastIndexOf(RECORD, at - 1)) {
    if (at + RECORD_LENGTH > content.length) continue;
    const list = { size: content.readUInt32LE(at + 12), start: content.readUInt32LE(at + 16) };
    if (list.size > 0 && list.size <= at && list.start <= at) return true;
    if (at === 0) break;
  }
  return false;
}
