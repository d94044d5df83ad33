import { useEffect, useRef, useState } from 'react';
import { type Announced, nextAnnouncement } from './announcement';

/** What a polite live region says of a text that changes: see nextAnnouncement. The first text is not told. */
export function useAnnounced(text: string | null): string {
  const last = useRef<Announced | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (text === null) return;
    last.current ??= { text, at: Number.NEGATIVE_INFINITY };
    const tell = () => {
      last.current = { text, at: Date.now() };
      setSaid(text);
    };
    const { say, waitMs } = nextAnnouncement(last.current, text, Date.now());
    if (say !== null) tell();
    if (waitMs === null) return;
    const timer = setTimeout(tell, waitMs);
    return () => clearTimeout(timer);
  }, [text]);
  return said;
}
