import { useEffect, useRef, useState } from 'react';
import type { LanguageApproval, State } from '../../approval/api';
import { keyOf } from './queue';
import type { Subject } from './service';

/** What a saved change takes back. */
const WAITING: readonly State[] = ['submitted', 'approved'];
/** What it is afterwards. */
const OPEN: readonly State[] = ['draft', 'live-with-draft', 'live', 'withdrawn'];

/** Whether a version that waited or was scheduled has become a draft because its content changed. */
export function tookBack(
  before: Pick<LanguageApproval, 'state' | 'digest'>,
  after: Pick<LanguageApproval, 'state' | 'digest'>,
): boolean {
  return WAITING.includes(before.state) && OPEN.includes(after.state) && before.digest !== after.digest;
}

/** Whether the open entry's submission was taken back while it was open; until it is submitted again. */
export function useTakenBack(subject: Subject, { state, digest }: LanguageApproval): boolean {
  const key = keyOf(subject);
  const seen = useRef({ key, state, digest });
  const [takenBack, setTakenBack] = useState(false);
  useEffect(() => {
    const before = seen.current;
    seen.current = { key, state, digest };
    if (before.key !== key) setTakenBack(false);
    else if (tookBack(before, { state, digest })) setTakenBack(true);
    else if (WAITING.includes(state)) setTakenBack(false);
  }, [key, state, digest]);
  return takenBack;
}
