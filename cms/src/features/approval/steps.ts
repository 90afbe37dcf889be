import type { Core } from '@strapi/strapi';
import { types } from 'content-types';
import type { Knex } from 'knex';
import { uidOf } from '../../kernel/content/references';
import { emit } from '../../kernel/events/domain-events';
import { approversOf, codesWithin, ministryNames, type Reader, topCode } from '../access';
import { findRecords, lockDocument, recordsOf, saveRecord } from '../documents';
import type { MinistryStep } from './api';
import type { ApprovalEvent } from './events';
import { refused } from './messages';

const STEP = 'api::approval.ministry-step';

/**
 * Whether an approver of their own must agree before the moderators see what is submitted for an owner. A
 * ministry's step is that of its departments and offices too.
 */
export async function stepIsOn(strapi: Core.Strapi, owner: string | null): Promise<boolean> {
  if (owner === null) return false;
  const ministry = await topCode(strapi, owner);
  return (await strapi.db.query(STEP).count({ where: { ministry, on: true } })) > 0;
}

function mayChange({ actor, agreesFor }: Reader, ministry: string): boolean {
  return actor.kind === 'super-admin' || agreesFor.includes(ministry);
}

/** The steps that a person may know of: editors those of their own ministries. */
export async function ministrySteps(
  strapi: Core.Strapi,
  reader: Reader,
  language: string,
): Promise<MinistryStep[]> {
  const names = await ministryNames(strapi, language);
  const rows = await strapi.db.query(STEP).findMany({ where: { on: true } });
  const on = new Set(rows.map(({ ministry }) => ministry));
  const visible = [...names].filter(
    ([code]) => reader.actor.kind !== 'editor' || reader.scope.includes(code),
  );
  return Promise.all(
    visible.map(async ([ministry, name]) => ({
      ministry,
      name,
      on: on.has(ministry),
      approvers: (await approversOf(strapi, ministry)).length,
      mayChange: mayChange(reader, ministry),
    })),
  );
}

/**
 * Switches a ministry's own step. Switched off, what waits for the ministry waits for the moderators.
 * @throws PolicyError for a ministry that is not theirs, and for one where nobody could agree
 */
export async function switchStep(
  strapi: Core.Strapi,
  reader: Reader,
  { ministry, on }: { ministry: string; on: boolean },
): Promise<void> {
  if (!mayChange(reader, ministry)) throw refused('step-not-yours');
  await strapi.db.transaction(async ({ trx }) => {
    if ((await strapi.db.query(uidOf(types.ministry)).count({ where: { code: ministry } })) === 0)
      throw refused('step-not-yours');
    if (on && (await approversOf(strapi, ministry)).length === 0) throw refused('no-approver-yet');
    const steps = strapi.db.query(STEP);
    const known = await steps.findOne({ where: { ministry } });
    if (known) await steps.update({ where: { id: known.id }, data: { on } });
    else await steps.create({ data: { ministry, on } });
    if (!on) await passOn(strapi, reader, ministry, trx);
    await emit<ApprovalEvent>(strapi, {
      name: on ? 'ministry-step-on' : 'ministry-step-off',
      actor: reader.actor,
      ministry,
    });
  });
}

async function passOn(
  strapi: Core.Strapi,
  { actor }: Reader,
  ministry: string,
  trx: Knex.Transaction,
): Promise<void> {
  for (const { type, document, language } of await findRecords(strapi, {
    ministry: { $in: await codesWithin(strapi, ministry) },
    state: 'submitted',
    step: 'ministry',
  })) {
    await lockDocument(strapi, type, document, trx);
    const record = (await recordsOf(strapi, document)).get(language);
    if (record?.state !== 'submitted' || record.step !== 'ministry') continue;
    const { title, submittedBy } = record;
    await saveRecord(strapi, record, { type, document, language, step: 'moderator' });
    await emit<ApprovalEvent>(strapi, {
      name: 'passed-to-moderators',
      actor,
      type,
      document,
      language,
      ministry,
      title: title ?? '',
      step: 'moderator',
      ...(submittedBy !== null && { submittedBy }),
    });
  }
}
