import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** True while the page is laid out for paper: a virtual list then has to hold all of its rows. */
export function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(() => window.matchMedia('print').matches);
  useEffect(() => {
    const paper = window.matchMedia('print');
    // The paper is laid out as soon as the listeners return, so the rows must be there by then.
    const follow = (isOn: boolean) => flushSync(() => setPrinting(isOn));
    const before = () => follow(true);
    const after = () => follow(false);
    const change = () => follow(paper.matches);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    paper.addEventListener('change', change);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
      paper.removeEventListener('change', change);
    };
  }, []);
  return isPrinting;
}
