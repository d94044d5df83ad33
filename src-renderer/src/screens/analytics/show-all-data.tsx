import { Button } from '../../components/button';
import { focusOnceGone } from '../../components/focus-once-gone';

const datePicker = () => document.querySelector<HTMLElement>('main [data-date-range]');

/** Widens an empty range to all the usage there is. It goes with what it does: the range has the keyboard then. */
export function ShowAllData({ onRange }: { onRange(range: { range: string; from: string; to: string }): void }) {
  return (
    <Button
      onPress={({ target }) => {
        focusOnceGone(target, datePicker);
        onRange({ range: 'all', from: '', to: '' });
      }}
    >
      Show all data
    </Button>
  );
}
