import { useWords } from '../approval/words';

/** Why something is not on the site, in plain words; what only some may read stands below. */
export function useTrouble() {
  const { say, sayIfKnown } = useWords();
  return ({ kind, detail }: { readonly kind: string; readonly detail?: string }): string => {
    const words = sayIfKnown(`platform.live.trouble.${kind}`) ?? say('platform.live.trouble.build');
    return detail ? `${words}\n${detail}` : words;
  };
}
