import type { Trouble } from '../../features/publication/api';
import { useWords } from '../approval/words';

/** Why something of a type is not on the site, in plain words; what only some may read stands below. */
export function useTrouble() {
  const { say, sayIfKnown, tellLeftOut } = useWords();
  return ({ kind, detail, left }: Omit<Trouble, 'at'>, type = ''): string => {
    const words = sayIfKnown(`platform.live.trouble.${kind}`) ?? say('platform.live.trouble.build');
    return [words, left && tellLeftOut(left, type), detail].filter(Boolean).join('\n');
  };
}
