import { readFile } from 'node:fs/promises';
import PDFDocument from 'pdfkit';

/** What a sample PDF holds. */
export interface PdfText {
  readonly title: string;
  /** Paragraphs of plain text, Bengali or English. */
  readonly paragraphs: readonly string[];
  readonly language: string;
}

const FONTS = {
  bengali: require.resolve('@fontsource/noto-sans-bengali/files/noto-sans-bengali-bengali-400-normal.woff'),
  latin: require.resolve('@fontsource/noto-sans-bengali/files/noto-sans-bengali-latin-400-normal.woff'),
} as const;

/** The same text makes the same file, so its date is fixed too: the day of the three meetings. */
const MADE = new Date('2018-09-27T00:00:00Z');

/** A small PDF/A-like file of a title and paragraphs, with its fonts inside. */
export async function makePdf({ title, paragraphs, language }: PdfText): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 64,
    lang: language,
    info: { Title: title, CreationDate: MADE, ModDate: MADE },
    compress: true,
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  for (const [name, file] of Object.entries(FONTS)) pdf.registerFont(name, await readFile(file));
  write(pdf, title, 18);
  for (const paragraph of paragraphs) {
    pdf.moveDown(0.8);
    write(pdf, paragraph, 11);
  }
  pdf.end();
  await finished;
  return Buffer.concat(chunks);
}

/** Writes one paragraph, changing fonts where the script changes: no font file holds both. */
function write(pdf: PDFKit.PDFDocument, text: string, size: number): void {
  const runs =
    text.match(/[\u0964\u0965\u0980-\u09ff\u200c\u200d]+|[^\u0964\u0965\u0980-\u09ff\u200c\u200d]+/g) ?? [];
  for (const [index, run] of runs.entries()) {
    const bengali = /[\u0964\u0965\u0980-\u09ff]/.test(run);
    pdf
      .font(bengali ? 'bengali' : 'latin')
      .fontSize(size)
      .text(run, { continued: index < runs.length - 1, lineGap: size / 3 });
  }
}
