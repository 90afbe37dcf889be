import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import sharp from 'sharp';
import { makePdf, type PdfText } from './pdf';

/** Pixels of the pictures made from the drawings; the site makes its own sizes of them. */
const WIDTH = 1200;

/** Uploads the sample content's files, each once, and answers their ids. */
export class SampleFiles {
  readonly #strapi: Core.Strapi;
  readonly #images: string;

  /** @param images folder of the SVG drawings */
  constructor(strapi: Core.Strapi, images: string) {
    this.#strapi = strapi;
    this.#images = images;
  }

  /** The id of the picture made from a drawing, or of the PDF of an entry's text. */
  async idOf(name: string, text: PdfText): Promise<number> {
    const stored = await this.#strapi.db
      .query('plugin::upload.file')
      .findOne({ where: { name: uploadName(name) } });
    return stored ? stored.id : this.#upload(name, text);
  }

  async #upload(name: string, text: PdfText): Promise<number> {
    const isDrawing = name.endsWith('.svg');
    const content = isDrawing
      ? await sharp(await readFile(path.join(this.#images, name)))
          .resize(WIDTH)
          .png()
          .toBuffer()
      : await makePdf(text);
    const folder = await mkdtemp(path.join(tmpdir(), 'sample-'));
    try {
      const filepath = path.join(folder, uploadName(name));
      await writeFile(filepath, content);
      const [file] = await this.#strapi
        .plugin('upload')
        .service('upload')
        .upload({
          data: { fileInfo: { name: uploadName(name) } },
          files: {
            filepath,
            originalFilename: uploadName(name),
            mimetype: isDrawing ? 'image/png' : 'application/pdf',
            size: content.length,
          },
        });
      return file.id;
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}

const uploadName = (name: string) => name.replace(/\.svg$/, '.png');
