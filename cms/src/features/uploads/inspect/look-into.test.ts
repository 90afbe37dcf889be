import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  OFFICE,
  objectStream,
  ooxml,
  openDocument,
  pdf,
  picture,
  relations,
  zip,
} from '../../../../test/upload-samples.ts';
import { lookInto } from './look-into.ts';
import { lookIntoOffice } from './office.ts';

const found = async (content: Buffer | string, name: string) =>
  (await lookInto(Buffer.from(content as Buffer), name))?.code;

const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD'}-ANTIVIRUS-TEST-FILE!$H+H*`;
const MICROSOFT = 'http://schemas.microsoft.com/office/2006/relationships';
const PAGE = '<!doctype html><script>alert(1)</script>';

describe('what people upload every day is let in', () => {
  it('a PDF of a generator, with a link, a form and a place to open it at', async () => {
    const document = new PDFDocument({ displayTitle: true, info: { Title: 'Guide' } });
    document.text('Guide', { link: 'https://example.org', underline: true });
    document.initForm();
    document.formText('name', 10, 100, 200, 20);
    document.outline.addItem('Guide');
    document.end();
    expect(await found(await buffer(document), 'guide.pdf')).toBeUndefined();
    const opened = pdf('/OpenAction [3 0 R /Fit] /AA << /WC << /S /GoTo /D [3 0 R /Fit] >> >>');
    expect(await found(opened, 'opens.pdf')).toBeUndefined();
    expect(await found(pdf('', [objectStream(4, 5, '<< /Type /Font >>')]), 'packed.pdf')).toBeUndefined();
  });

  it('documents, tables and presentations, with links, and charts with their tables', async () => {
    const link = `<Relationship Id="r" Type="${OFFICE}/hyperlink" Target="https://example.org/?a=1" TargetMode="External"/>`;
    const chart = await zip(ooxml('xlsx'));
    const field =
      '<w:p xmlns:w="w"><w:fldChar/><w:instrText>HYPERLINK "https://a/import DDE"</w:instrText></w:p>';
    const parts = {
      'word/_rels/document.xml.rels': relations(link),
      'word/embeddings/Microsoft_Excel_Sheet1.xlsx': chart,
      'word/footer1.xml': field,
    };
    expect(await found(await zip(ooxml('docx', parts)), 'a.docx')).toBeUndefined();
    expect(await found(await zip(ooxml('xlsx')), 'a.xlsx')).toBeUndefined();
    expect(await found(await zip(ooxml('pptx')), 'a.pptx')).toBeUndefined();
    const picture =
      '<x xmlns:d="d" xmlns:l="l"><d:image l:href="Pictures/1.png"/><a l:href="https://a/"/></x>';
    for (const [kind, name] of [
      ['text', 'a.odt'],
      ['spreadsheet', 'a.ods'],
      ['presentation', 'a.odp'],
    ] as const)
      expect(await found(await zip(openDocument(kind, { 'styles.xml': picture })), name)).toBeUndefined();
  });

  it('pictures of all four kinds, and what phones put behind a photo', async () => {
    for (const format of ['png', 'jpeg', 'webp', 'avif'] as const)
      expect(await found(await picture(format), `a.${format}`)).toBeUndefined();
    const photo = await picture('jpeg');
    expect(await found(Buffer.concat([photo, photo]), 'gain-map.jpg')).toBeUndefined();
    expect(
      await found(Buffer.concat([photo, Buffer.from('\0\0\0\u0018ftypmp42')]), 'motion.jpg'),
    ).toBeUndefined();
    const progressive = await sharp(await picture('png', 100))
      .jpeg({ progressive: true })
      .toBuffer();
    expect(await found(progressive, 'progressive.jpg')).toBeUndefined();
  });

  it('a table in Bengali, with and without the mark at its beginning', async () => {
    expect(await found('জেলা,ভাতা\nকুড়িগ্রাম,৬০০ <৬৫\n', 'a.csv')).toBeUndefined();
    expect(await found('\ufeffজেলা;"=SUM(A1)"\r\n', 'a.csv')).toBeUndefined();
  });
});

const SCRIPT = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';

describe('in a PDF is found', () => {
  it.each([
    ['a script when it is opened', pdf('/OpenAction 4 0 R', [`4 0 obj\n${SCRIPT}\nendobj`]), 'pdf-script'],
    [
      'a script by a name in other letters',
      pdf('/OpenAction << /S /J#61vaScript /J#53 (1) >>'),
      'pdf-script',
    ],
    ['a script in a list of names', pdf('/Names << /JavaScript << /Names [(a) 4 0 R] >> >>'), 'pdf-script'],
    ['a script in a packed stream', pdf('/OpenAction 5 0 R', [objectStream(4, 5, SCRIPT)]), 'pdf-script'],
    [
      'a script that a later object takes the place of',
      pdf('', [`4 0 obj\n${SCRIPT}\nendobj`, '4 0 obj\nnull\nendobj']),
      'pdf-script',
    ],
    [
      'a packed script that a later one takes the place of',
      pdf('', [objectStream(4, 5, SCRIPT), objectStream(6, 5, 'null')]),
      'pdf-script',
    ],
    [
      'a script within what looks like a picture',
      pdf('', [`4 0 obj\n<< /Length 60 >>\nstream\n9 0 obj ${SCRIPT} endobj\nendstream\nendobj`]),
      'pdf-script',
    ],
    [
      'packed objects within what looks like a picture',
      pdf('', [`4 0 obj\n<< /Length 999 >>\nstream\n${objectStream(8, 9, SCRIPT)}\nendstream\nendobj`]),
      'pdf-broken',
    ],
    [
      'a script in an object that cannot be read',
      pdf('', ['4 0 obj\n<< /AA << /K << /JS (1) >>\nendobj']),
      'pdf-script',
    ],
    ['a script of a field', pdf('', [`4 0 obj\n<< /AA << /K ${SCRIPT} >> >>\nendobj`]), 'pdf-script'],
    ['a program that it starts', pdf('', ['4 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj']), 'pdf-action'],
    ['an address that it opens by itself', pdf('/OpenAction << /S /URI /URI (http://a/) >>'), 'pdf-action'],
    [
      'an address that a page opens after a harmless step',
      pdf('/AA << /WC << /S /Named /Next [<< /S /URI >>] >> >>'),
      'pdf-action',
    ],
    [
      'a form that sends what is typed',
      pdf('', ['4 0 obj\n<< /S /SubmitForm /F (http://a/) >>\nendobj']),
      'pdf-action',
    ],
    [
      'an attached file',
      pdf('', ['4 0 obj\n<< /Type /Filespec /EF << /F 5 0 R >> >>\nendobj']),
      'pdf-attachment',
    ],
    ['a film', pdf('', ['4 0 obj\n<< /Type /Annot /Subtype /RichMedia >>\nendobj']), 'pdf-media'],
    ['a form of the kind XFA', pdf('/AcroForm << /XFA (x) >>'), 'pdf-xfa'],
    ['a protection', pdf('', ['4 0 obj\n<< /Filter /Standard >>\nendobj'], '/Encrypt 4 0 R'), 'pdf-password'],
    ['no page', '%PDF-1.7\nhello', 'pdf-broken'],
    ['something behind its end', Buffer.concat([pdf(), Buffer.from(PAGE)]), 'pdf-broken'],
    ['another beginning', Buffer.concat([Buffer.from('MZ'), pdf()]), 'not-its-name'],
  ])('%s', async (_what, content, code) => {
    expect(await found(content as Buffer, 'form.pdf')).toBe(code);
  });

  it('an archive behind its end', async () => {
    const both = Buffer.concat([pdf(), await zip({ 'a.class': 'x' }), Buffer.from('\n%%EOF\n')]);
    expect(await found(both, 'form.pdf')).toBe('two-files');
  });
});

describe('in an office document is found', () => {
  const external = (kind: string, target = 'http://a/x') =>
    relations(
      `<Relationship Id="r" Type="${OFFICE}/${kind}" Target="${target}" TargetMode="Ext&#101;rnal"/>`,
    );
  const internal = (type: string) => relations(`<Relationship Id="r" Type="${type}" Target="a.xml"/>`);
  const macroTypes =
    '<Types xmlns="t"><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>';

  it.each([
    ['a macro', 'docx', ooxml('docx', { 'word/vbaProject.bin': 'x' }), 'office-macros'],
    [
      'a macro in a document renamed',
      'docx',
      ooxml('docx', { '[Content_Types].xml': macroTypes }),
      'office-macros',
    ],
    [
      'an old macro of a table',
      'xlsx',
      ooxml('xlsx', { 'xl/macrosheets/sheet1.xml': '<a/>' }),
      'office-macros',
    ],
    [
      'a macro under a harmless name',
      'docx',
      ooxml('docx', { 'word/_rels/document.xml.rels': internal(`${MICROSOFT}/vbaProject`) }),
      'office-macros',
    ],
    ['a table renamed to a text', 'docx', ooxml('xlsx'), 'not-its-name'],
    ['an archive renamed to a text', 'docx', { 'a.txt': 'x' }, 'not-its-name'],
    [
      'a program embedded',
      'pptx',
      ooxml('pptx', { 'ppt/embeddings/oleObject1.bin': 'x' }),
      'office-embedded',
    ],
    ['a control', 'docx', ooxml('docx', { 'word/activeX/activeX1.xml': '<a/>' }), 'office-embedded'],
    [
      'a control under a harmless name',
      'docx',
      ooxml('docx', { 'word/_rels/document.xml.rels': internal(`${OFFICE}/control`) }),
      'office-embedded',
    ],
    [
      'a template from elsewhere',
      'docx',
      ooxml('docx', { 'word/_rels/settings.xml.rels': external('attachedTemplate') }),
      'office-external',
    ],
    [
      'a picture from elsewhere',
      'docx',
      ooxml('docx', { 'word/_rels/document.xml.rels': external('image', '\\\\\\\\a\\\\b') }),
      'office-external',
    ],
    [
      'a link that runs a script',
      'docx',
      ooxml('docx', { 'word/_rels/a.rels': external('hyperlink', 'javascript:a') }),
      'office-external',
    ],
    [
      'a command in a field, in two pieces',
      'docx',
      ooxml('docx', {
        'word/a.xml':
          '<p xmlns:w="w"><w:fldChar/><w:instrText>DDEA</w:instrText><w:instrText>UTO c</w:instrText></p>',
      }),
      'office-external',
    ],
    [
      'a field that fetches a text',
      'docx',
      ooxml('docx', { 'word/a.xml': '<p xmlns:w="w"><w:fldSimple w:instr="INCLUDETEXT http://a/"/></p>' }),
      'office-external',
    ],
    [
      'a command in a link of a table',
      'xlsx',
      ooxml('xlsx', { 'xl/externalLinks/a.xml': '<a><ddeLink ddeService="cmd" ddeTopic="/c calc"/></a>' }),
      'office-external',
    ],
    [
      'entities of which none is used',
      'docx',
      ooxml('docx', { 'word/a.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }),
      'office-broken',
    ],
    [
      'entities in the cells of a table',
      'xlsx',
      ooxml('xlsx', { 'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }),
      'office-broken',
    ],
    [
      'another encoding than offices write',
      'docx',
      ooxml('docx', { 'word/a.xml': '<?xml version="1.0" encoding="UTF-7"?><a/>' }),
      'office-broken',
    ],
    [
      'entities',
      'docx',
      ooxml('docx', { 'word/a.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }),
      'office-broken',
    ],
    ['a text that is no XML', 'docx', ooxml('docx', { 'word/a.xml': '<a>' }), 'office-broken'],
    [
      'scripts of OpenDocument',
      'odt',
      openDocument('text', { 'Basic/Standard/Module1.xml': '<a/>' }),
      'office-macros',
    ],
    [
      'a listener of OpenDocument',
      'odt',
      openDocument('text', {
        'content.xml': '<a xmlns:s="s"><s:event-listener s:language="ooo:script"/></a>',
      }),
      'office-macros',
    ],
    [
      'a picture of OpenDocument from elsewhere',
      'odt',
      openDocument('text', { 'content.xml': '<a xmlns:l="l"><image l:href="http://a/"/></a>' }),
      'office-external',
    ],
    [
      'a link of OpenDocument that runs a script',
      'odt',
      openDocument('text', { 'content.xml': '<a xmlns:l="l"><a l:href="vnd.sun.star.script:a"/></a>' }),
      'office-macros',
    ],
    [
      'a command of OpenDocument',
      'ods',
      openDocument('spreadsheet', { 'content.xml': '<a xmlns:o="o"><o:dde-source/></a>' }),
      'office-external',
    ],
    [
      'a program’s object in the list of OpenDocument',
      'odt',
      openDocument('text', {
        'META-INF/manifest.xml': '<m><file-entry media-type="application/vnd.sun.star.oleobject"/></m>',
      }),
      'office-embedded',
    ],
    [
      'a program’s object in OpenDocument',
      'ods',
      openDocument('spreadsheet', { 'Object 1': 'x' }),
      'office-embedded',
    ],
    [
      'protection of OpenDocument',
      'odp',
      openDocument('presentation', { 'META-INF/manifest.xml': '<m><encryption-data/></m>' }),
      'office-password',
    ],
    ['a presentation renamed to a text', 'odt', openDocument('presentation'), 'not-its-name'],
    ['the test virus', 'docx', ooxml('docx', { 'word/media/a.png': EICAR }), 'virus'],
  ])('%s', async (_what, ending, files, code) => {
    expect(await found(await zip(files as never), `a.${ending}`)).toBe(code);
  });

  it('a macro within a chart’s table', async () => {
    const inner = await zip(ooxml('xlsx', { 'xl/vbaProject.bin': 'x' }));
    const outer = await zip(ooxml('docx', { 'word/embeddings/a.xlsx': inner }));
    expect(await found(outer, 'a.docx')).toBe('office-macros');
  });

  it('a password, as older files have too', async () => {
    const locked = await zip(ooxml('docx', { 'word/aa.xml': '<a/>' }));
    const record = recordOf(locked, 'word/aa.xml');
    locked.writeUInt16LE(locked.readUInt16LE(record + 8) | 1, record + 8);
    expect(await found(locked, 'a.docx')).toBe('office-password');
    expect(await found(Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'a.docx')).toBe('office-password');
  });

  it('what unpacks to far more than its size: one file, many, or one within another', async () => {
    const thin = Buffer.alloc(5 * 1024 * 1024);
    expect(await found(await zip(ooxml('docx', { 'word/media/a.png': thin })), 'a.docx')).toBe(
      'unpacks-too-far',
    );
    const few = lookIntoOffice(await zip(ooxml('docx')), '.docx', { bytes: 1_000_000, entries: 2 });
    await expect(few).rejects.toThrow('unpacks-too-far');
    // Too little to be thin, in the document and in a table within it.
    const full = ooxml('xlsx', { 'xl/media/a.png': Buffer.alloc(1024 * 1024) });
    const little = { bytes: 500_000, entries: 100 };
    await expect(lookIntoOffice(await zip(full), '.xlsx', { ...little })).rejects.toThrow('unpacks-too-far');
    const within = await zip(ooxml('docx', { 'word/embeddings/a.xlsx': await zip(full) }));
    await expect(lookIntoOffice(within, '.docx', { ...little })).rejects.toThrow('unpacks-too-far');
    const nested = await zip(ooxml('xlsx', { 'xl/media/a.png': thin }));
    const outer = await zip(ooxml('pptx', { 'ppt/embeddings/a.xlsx': nested }));
    expect(await found(outer, 'a.pptx')).toBe('unpacks-too-far');
  });

  it('a list that does not fit its content: names that lead out, two of one name, shared or foreign bytes', async () => {
    const whole = await zip(ooxml('docx', { 'word/aa.xml': '<a/>', 'word/bb.xml': '<b/>' }));
    const renamed = (from: string, to: string) =>
      Buffer.from(whole.toString('latin1').replaceAll(from, to), 'latin1');
    expect(await found(renamed('word/aa.xml', '../../a.xml'), 'a.docx')).toBe('office-broken');
    expect(await found(renamed('word/aa.xml', 'word/BB.xml'), 'a.docx')).toBe('office-broken');
    const listed = Buffer.from(whole);
    listed.write('word/cc.xml', listed.lastIndexOf('word/aa.xml'));
    expect(await found(listed, 'a.docx')).toBe('office-broken');
    expect(await found(renamed('word/aa.xml', 'word\\aa.xml'), 'a.docx')).toBe('office-broken');
    expect(await found(renamed('word/aa.xml', 'word/aaaaa/'), 'a.docx')).toBe('office-broken');
    expect(await found(overlapping(whole), 'a.docx')).toBe('office-broken');
    const record = recordOf(whole, 'word/aa.xml');
    const beyond = Buffer.from(whole);
    beyond.writeUInt32LE(whole.readUInt32LE(record + 20) + 60, record + 20);
    expect(await found(beyond, 'a.docx')).toBe('office-broken');
    const unlisted = await zip({ 'a.html': PAGE, ...ooxml('docx') });
    expect(await found(withoutFirst(unlisted), 'a.docx')).toBe('office-broken');
    expect(await found(Buffer.concat([Buffer.from('MZ'), whole]), 'a.docx')).toBe('not-its-name');
    expect(await found(Buffer.concat([whole, Buffer.from(PAGE)]), 'a.docx')).toBe('office-broken');
  });

  /** Where a file's record begins in the list at the end of an archive (APPNOTE 4.3.12). */
  function recordOf(archive: Buffer, name: string): number {
    return archive.lastIndexOf(name) - 46;
  }

  /** The list then begins with the second file: the first one's bytes are nobody's. */
  function withoutFirst(archive: Buffer): Buffer {
    const copy = Buffer.from(archive);
    const end = copy.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
    const start = copy.readUInt32LE(end + 16);
    const length = copy.indexOf('PK\u0001\u0002', start + 4, 'latin1') - start;
    for (const count of [end + 8, end + 10]) copy.writeUInt16LE(copy.readUInt16LE(count) - 1, count);
    copy.writeUInt32LE(copy.readUInt32LE(end + 12) - length, end + 12);
    copy.writeUInt32LE(start + length, end + 16);
    return copy;
  }

  /** The last file of the list then lies where the first does. */
  function overlapping(archive: Buffer): Buffer {
    const copy = Buffer.from(archive);
    const at = copy.lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
    copy.writeUInt32LE(0, at + 42);
    return copy;
  }
});

describe('as a picture is refused', () => {
  it('what moves, and what would unpack to a huge one', async () => {
    const frames = [0, 1].map(
      (n) =>
        ({ create: { width: 8, height: 8, channels: 3, background: { r: n * 255, g: 0, b: 0 } } }) as const,
    );
    const moving = await sharp(await Promise.all(frames.map((one) => sharp(one).png().toBuffer())), {
      join: { animated: true },
    })
      .webp()
      .toBuffer();
    expect(await found(moving, 'a.webp')).toBe('picture-moves');
    const huge = await picture('png', 12_000);
    expect(await found(huge, 'a.png')).toBe('picture-pixels');
  });

  it('another kind, and what is more than a picture', async () => {
    expect(await found(await picture('png'), 'a.jpg')).toBe('not-its-name');
    expect(await found(PAGE, 'a.png')).toBe('not-its-name');
    const archive = await zip({ 'a.class': 'x' });
    for (const format of ['png', 'jpeg', 'webp', 'avif'] as const) {
      const content = await picture(format);
      const name = `a.${format}`;
      expect(await found(Buffer.concat([content, archive]), name)).toBe('two-files');
      expect(await found(Buffer.concat([content, Buffer.from('MZ program')]), name)).toBe('two-files');
      expect(await found(Buffer.concat([content, pdf()]), name)).toBe('two-files');
    }
    const commented = await sharp(await picture('jpeg'))
      .withMetadata({ exif: { IFD0: { Copyright: PAGE } } })
      .jpeg()
      .toBuffer();
    expect(await found(commented, 'a.jpg')).toBe('two-files');
    expect(
      await found(
        Buffer.concat([await picture('jpeg'), Buffer.from('\xff\xd8'), Buffer.from(EICAR)]),
        'a.jpg',
      ),
    ).toBe('virus');
  });
});

describe('as a table is refused', () => {
  it.each([
    ['a page', PAGE, 'not-its-name'],
    ['a page further down', 'a,b\n<script src=x>', 'not-its-name'],
    ['a program', '#!/bin/sh\n', 'not-its-name'],
    ['a PDF further down', 'a,b\n%PDF-1.7\n', 'two-files'],
    ['bytes', 'a\0b', 'not-its-name'],
    ['control characters', 'a\u001bb', 'not-its-name'],
    ['another encoding', Buffer.from('é', 'latin1'), 'text-encoding'],
    ['UTF-16', Buffer.from('\ufeffa,b', 'utf16le'), 'text-encoding'],
    ['the test virus', EICAR, 'virus'],
    ['a packed file', deflateRawSync('x'.repeat(99)), 'not-its-name'],
  ])('%s', async (_what, content, code) => {
    expect(await found(content as Buffer, 'a.csv')).toBe(code);
  });
});
