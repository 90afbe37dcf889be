import { useEffect, useRef, useState } from 'react';
import type { LanguageApproval } from '../../features/approval/api';
import { keyOf } from './queue';
import type { EntryLanguage } from './service';
import { tookBack, waits } from './taken-back';

/** Whether the open entry's submission was taken back while it was open; until it is submitted again. */
export function useTakenBack(subject: EntryLanguage, { state, digest }: LanguageApproval): boolean {
  const key = keyOf(subject);
  const seen = useRef({ key, state, digest });
  const [takenBack, setTakenBack] = useState(false);
  useEffect(() => {
    const before = seen.current;
    seen.current = { key, state, digest };
    if (before.key !== key) setTakenBack(false);
    else if (tookBack(before, { state, digest })) setTakenBack(true);
    else if (waits(state)) setTakenBack(false);
  }, [key, state, digest]);
  return takenBack;
}
