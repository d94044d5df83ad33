import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** What is drawn for the first time while the page is being printed cannot have heard of it. */
let isBeingPrinted = false;
if (typeof window !== 'undefined') {
  window.addEventListener('beforeprint', () => {
    isBeingPrinted = true;
  });
  window.addEventListener('afterprint', () => {
    isBeingPrinted = false;
  });
}

/** True while the page is laid out for paper: a virtual list then has to hold all of its rows. */
export function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(() => isBeingPrinted || window.matchMedia('print').matches);
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
