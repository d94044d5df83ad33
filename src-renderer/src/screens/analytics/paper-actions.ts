import type { Paper } from '@shared/door';
import type { MenuAction } from '../../components/menu';
import { toastDone, toastFailure } from '../../components/toast';
import { door } from '../../door/door';

/**
 * Puts the page on paper: as a PDF where the host can write one, else by way of the browser's print dialog, whose
 * printers are also called "Save as PDF". `name` is that of the file, without its ending.
 */
export function paperActions(name: string): MenuAction[] {
  const { savePdf } = door;
  if (!savePdf) return [{ id: 'print', label: 'Print or save as PDF…', onAction: printPage }];
  const save = (paper: Paper) => () =>
    void savePdf(`${name}.pdf`, paper).then(
      (saved) => saved && toastDone(`Saved the page as ${saved.path ?? saved.name}`),
      toastFailure,
    );
  return [
    { id: 'pdf-a4', label: 'Save page as PDF, A4', onAction: save('A4') },
    { id: 'pdf-letter', label: 'Save page as PDF, Letter', onAction: save('Letter') },
    { id: 'print', label: 'Print…', onAction: printPage },
  ];
}

// The dialog stops the page: what the press still has to do comes first.
const printPage = () => setTimeout(() => window.print());
