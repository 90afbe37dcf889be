import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { constants, createDeflate, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { ZipFile } from 'yazl';

/** Files that tests make: each as small as it can be and still what its name says. */

/** A PDF of one page with more objects, each `<number> 0 obj`, and more in its catalogue. */
export function pdf(catalogue = '', objects: readonly string[] = [], trailer = ''): Buffer {
  const all = [
    `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalogue} >>\nendobj`,
    '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj',
    '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj',
    ...objects,
  ];
  let text = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n';
  const places = all.map((object) => {
    const place = text.length;
    text += `${object}\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${all.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${all.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + end, 'latin1');
}

/** An object that holds others in packed form, where no search for text finds them. */
export function objectStream(number: number, held: number, object: string): string {
  const head = `${held} 0 `;
  const packed = deflateSync(Buffer.from(head + object, 'latin1')).toString('latin1');
  return `${number} 0 obj\n<< /Type /ObjStm /N 1 /First ${head.length} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream\nendobj`;
}

/** A PDF of ten kilobytes whose one packed stream unpacks to four gigabytes, by two filters one after the other. */
export async function pdfBomb(): Promise<Buffer> {
  const deflate = createDeflate({ level: 9 });
  const pieces: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => pieces.push(piece));
  const megabyte = async () => {
    pieces.length = 0;
    deflate.write(Buffer.alloc(1 << 20));
    // After a full flush the same bytes can follow again and again.
    await new Promise<void>((resolve) => deflate.flush(constants.Z_FULL_FLUSH, resolve));
    return Buffer.concat(pieces);
  };
  const first = await megabyte();
  const packed = deflateSync(Buffer.concat([first, ...Array(4000).fill(await megabyte())])).toString(
    'latin1',
  );
  const head = `<< /Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode] /Length ${packed.length} >>`;
  return pdf('', [`4 0 obj\n${head}\nstream\n${packed}\nendstream\nendobj`]);
}

export type Files = Readonly<Record<string, string | Buffer>>;

export async function zip(files: Files): Promise<Buffer> {
  const archive = new ZipFile();
  const packed = new PassThrough();
  archive.outputStream.pipe(packed);
  for (const [name, content] of Object.entries(files)) {
    archive.addBuffer(Buffer.from(content), name, { compress: name !== 'mimetype' });
  }
  archive.end();
  return buffer(packed);
}

const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = {
  docx: { part: 'word/document.xml', type: 'wordprocessingml.document' },
  xlsx: { part: 'xl/workbook.xml', type: 'spreadsheetml.sheet' },
  pptx: { part: 'ppt/presentation.xml', type: 'presentationml.presentation' },
};

export const relations = (...ones: readonly string[]) =>
  `<?xml version="1.0"?><Relationships xmlns="${RELATIONS}">${ones.join('')}</Relationships>`;

/** The parts of a document of Office Open XML, with more parts. */
export function ooxml(kind: keyof typeof MAIN, more: Files = {}): Files {
  const { part, type } = MAIN[kind];
  const content = `application/vnd.openxmlformats-officedocument.${type}.main+xml`;
  return {
    '[Content_Types].xml': `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${part}" ContentType="${content}"/></Types>`,
    '_rels/.rels': relations(`<Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="${part}"/>`),
    [part]: '<?xml version="1.0"?><main xmlns="x">ভাতা</main>',
    ...more,
  };
}

/** The parts of a document of OpenDocument, with more parts. */
export function openDocument(kind: 'text' | 'spreadsheet' | 'presentation', more: Files = {}): Files {
  const type = `application/vnd.oasis.opendocument.${kind}`;
  return {
    mimetype: type,
    'META-INF/manifest.xml': `<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/></manifest:manifest>`,
    'content.xml':
      '<office:document-content xmlns:office="o"><office:scripts/><office:body>ভাতা</office:body></office:document-content>',
    ...more,
  };
}

type Format = 'png' | 'jpeg' | 'webp' | 'avif';

export const picture = (format: Format, size = 8) =>
  sharp({ create: { width: size, height: size, channels: 3, background: '#0b5d46' } })
    .toFormat(format)
    .toBuffer();
