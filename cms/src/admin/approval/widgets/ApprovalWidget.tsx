import { useAuth } from '@strapi/strapi/admin';
import { EDITOR } from '../roles';
import { OwnEntries } from './OwnEntries';
import { WaitingEntries } from './WaitingEntries';

/** On the home page: for an editor what came back and what waits, for a moderator the queue. */
export default function ApprovalWidget() {
  const isEditor = useAuth('ApprovalWidget', ({ user }) => user?.roles?.some(({ code }) => code === EDITOR));
  return isEditor ? <OwnEntries /> : <WaitingEntries />;
}
