import { Box } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import type { Language } from '../../../features/approval/api';
import { useWords } from '../words';

/** Widths of the page in CSS pixels: a cheap phone, and an office screen. */
const WIDTHS = { phone: 360, desk: 1280 } as const;
const HEIGHT = 760;

export type Width = keyof typeof WIDTHS;

interface PreviewFrameProps {
  readonly url: string;
  readonly width: Width;
  readonly language: Language;
}

/** A page laid out at a width of its own, made smaller where the admin has less room than that. */
export function PreviewFrame({ url, width, language }: PreviewFrameProps) {
  const { say, nameOfLanguage } = useWords();
  const room = useRef<HTMLDivElement>(null);
  const [available, setAvailable] = useState<number>();
  useEffect(() => {
    if (!room.current) return;
    const observer = new ResizeObserver(([entry]) => setAvailable(entry?.contentRect.width));
    observer.observe(room.current);
    return () => observer.disconnect();
  }, []);
  const wide = WIDTHS[width];
  const scale = Math.min(1, (available ?? wide) / wide);
  return (
    <Box background="neutral200" padding={2} hasRadius>
      <div ref={room} style={{ overflow: 'hidden', height: HEIGHT }}>
        <iframe
          key={url}
          src={url}
          title={say('platform.approval.preview.frame', { language: nameOfLanguage(language) })}
          style={{
            display: 'block',
            margin: scale === 1 ? '0 auto' : 0,
            width: wide,
            height: HEIGHT / scale,
            border: 0,
            background: 'white',
            transform: `scale(${scale})`,
            transformOrigin: '0 0',
          }}
        />
      </div>
    </Box>
  );
}
