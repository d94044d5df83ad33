import { useEffect } from 'react';

/** Paper is white: while the page is printed, the light theme is used. */
export function usePrintInLight() {
  useEffect(() => {
    const { dataset } = document.documentElement;
    let shown: string | undefined;
    const before = () => {
      shown = dataset.theme;
      dataset.theme = 'light';
    };
    const after = () => {
      dataset.theme = shown;
    };
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
}
