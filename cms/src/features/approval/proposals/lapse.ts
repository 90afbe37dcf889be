import type { Core } from '@strapi/strapi';
import { every } from '../../../kernel/jobs/run';
import { lockDocument } from '../../documents';
import { emitProposalLapsed } from './emit-proposal';
import { eraseFilesLeft } from './erase-files';
import { caseOf, lapseOf } from './facts';
import { endProposal, findProposal, openProposals } from './store';

/** Ends what nobody can confirm any more, and says so to whoever asked; finishes erasures that were broken off. */
export function endLapsedProposals(strapi: Core.Strapi): void {
  every(strapi, {
    name: 'approval: end proposals',
    seconds: 60,
    lease: 120,
    work: async () => {
      await endLapsed(strapi);
      await eraseFilesLeft(strapi);
    },
  });
}

/** Ends every proposal that does not hold any more, each in a transaction of its own. */
export async function endLapsed(strapi: Core.Strapi): Promise<void> {
  for (const { id, type, document } of await openProposals(strapi)) {
    await strapi.db.transaction(async ({ trx }) => {
      await lockDocument(strapi, type, document, trx);
      const proposal = await findProposal(strapi, id);
      if (proposal?.state !== 'open') return;
      const lapse = await lapseOf(strapi, proposal, await caseOf(strapi, proposal));
      if (lapse === null) return;
      await endProposal(strapi, proposal, { state: 'lapsed', comment: lapse });
      await emitProposalLapsed(strapi, proposal, lapse);
    });
  }
}
