import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type ContentType, type Field, LINK_PATTERN, pathInWords, visit, visitBlocks } from 'content-types';
import { currentActor } from '../../kernel/actor';
import { referenceValues, uidOf } from '../../kernel/content/references';
import { filesOf, storedName } from '../../kernel/files/store';
import { treeOf } from '../access';
import { namesPlace } from '../uploads';
import { unknownReferences } from './unknown-references';

/** A value with its path for people: `body 2 › image`. */
interface FieldValue {
  readonly field: Field;
  readonly value: unknown;
  readonly path: string;
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

/**
 * Checks what Strapi's own validation does not know: references lead somewhere, texts hold no
 * pictures and no links of other schemes, no file for downloading says where a photo was taken.
 * @param documentId whose references may stay, also where they lead to what the actor cannot see
 * @throws ValidationError naming each field in its message.
 */
export async function checkEntry(
  strapi: Core.Strapi,
  type: ContentType,
  data: Record<string, unknown>,
  documentId?: string,
): Promise<void> {
  const problems: Problem[] = [];
  for (const visited of visit(type.fields, data)) {
    const found = { ...visited, path: pathInWords(visited.path) };
    if (found.field.reference) problems.push(...(await referenceProblems(strapi, type, documentId, found)));
    if (found.field.attribute.type === 'blocks') problems.push(...blockProblems(found));
    if (found.field.attribute.type === 'media') problems.push(...(await fileProblems(strapi, found)));
    // Strapi knows the pattern, the model also what it means, such as two years that follow each other.
    if (found.field.attribute.regex !== undefined) problems.push(...patternProblems(found));
  }
  if (problems.length === 0) return;
  const message = problems.map((p) => `${p.path}: ${p.message}`).join('; ');
  throw new errors.ValidationError(message, {
    errors: problems.map((p) => ({ path: p.path.split(' › '), message: p.message, name: 'ValidationError' })),
  });
}

async function referenceProblems(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string | undefined,
  { field, value, path }: FieldValue,
): Promise<Problem[]> {
  const multiple = field.reference?.multiple === true;
  if (multiple !== Array.isArray(value)) {
    return [{ path, message: multiple ? 'must be a list' : 'must be one value' }];
  }
  const values = [value].flat();
  if (values.some((one) => typeof one !== 'string')) return [{ path, message: 'must hold codes only' }];
  if (new Set(values).size < values.length) return [{ path, message: 'names the same twice' }];
  const notContent = await unknownReferences(strapi, currentActor(strapi), field, referenceValues(value));
  // An entry can belong to a department, an office or an organisation, too, which are no content.
  const unknown = path === type.owner ? await unknownOwners(strapi, notContent) : notContent;
  const kept = unknown.length > 0 && documentId ? await storedReferences(strapi, type, documentId) : [];
  return unknown
    .filter((reference) => !kept.includes(reference))
    .map((reference) => ({
      path,
      message: `there is no ${field.reference?.target.type} “${reference}”`,
    }));
}

async function unknownOwners(strapi: Core.Strapi, codes: string[]): Promise<string[]> {
  if (codes.length === 0) return [];
  const { nodes } = await treeOf(strapi);
  return codes.filter((code) => nodes.get(code) === undefined || nodes.get(code)?.kind === 'ministry');
}

/** Where all versions of a document refer to. */
async function storedReferences(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
): Promise<string[]> {
  const versions = await strapi.db
    .query(uidOf(type))
    .findMany({ where: { documentId }, populate: type.populate as never });
  return versions
    .flatMap((version) => [...visit(type.fields, version)])
    .flatMap(({ field, value }) => (field.reference ? referenceValues(value) : []));
}

function patternProblems({ field, value, path }: FieldValue): Problem[] {
  const { error } = field.entry.safeParse(value);
  const [issue] = error?.issues ?? [];
  return issue && value !== '' ? [{ path, message: issue.message }] : [];
}

/**
 * The site makes its own copies of pictures, without the place where a photo was taken; what stands as a file
 * for downloading is handed out as it is.
 */
async function fileProblems(
  strapi: Core.Strapi,
  { field, value, path: where }: FieldValue,
): Promise<Problem[]> {
  if ([field.attribute.allowedTypes].flat().includes('images')) return [];
  const id = typeof value === 'object' ? (value as { id?: unknown }).id : value;
  const file = await strapi.db.query('plugin::upload.file').findOne({ where: { id: Number(id) || 0 } });
  if (!String(file?.mime).startsWith('image/')) return [];
  const opened = await filesOf(strapi).open(storedName(file));
  if (!opened || !(await namesPlace(opened.stream))) return [];
  const message = `“${file.name}” says where the photo was taken; add it as a picture, or save it without`;
  return [{ path: where, message }];
}

function blockProblems({ value, path }: FieldValue): Problem[] {
  const problems = new Set<string>();
  for (const node of visitBlocks(value)) {
    if (node.type === 'image') problems.add('add pictures as a Picture part, which has a text alternative');
    if (node.type === 'link' && !LINK_PATTERN.test(String(node.url))) {
      problems.add(`the link “${String(node.url)}” must begin with https://, mailto:, tel: or /`);
    }
  }
  return [...problems].map((message) => ({ path, message }));
}
