import { useEffect, useState } from 'react';

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'scroll'] as const;
/** Milliseconds without a sign of somebody after which nothing is asked for any more. */
const PATIENCE = 4 * 60_000;

let last = Date.now();
for (const sign of SIGNS) {
  window.addEventListener(
    sign,
    () => {
      last = Date.now();
    },
    { passive: true, capture: true },
  );
}

/**
 * The interval at which a page asks for news, in milliseconds; 0, which stops it, while nobody uses the
 * panel. What asks for ever would keep the session of an abandoned computer alive.
 */
export function useWhileUsed(interval: number): number {
  const [used, setUsed] = useState(true);
  useEffect(() => {
    const look = () => setUsed(Date.now() - last < PATIENCE);
    const timer = window.setInterval(look, 5000);
    return () => window.clearInterval(timer);
  }, []);
  return used ? interval : 0;
}
