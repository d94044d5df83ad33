import { create } from 'zustand';

interface DoorState {
  /** False while the process behind the page does not answer (only possible in the browser shell). */
  isOpen: boolean;
  /** How often the connection was made: what changed before that was missed. The first questions may be asked before it. */
  openings: number;
  /** The sentence of a `store_failed` event; the page can no longer save. */
  storeFailure: string | null;
}

export const useDoorState = create<DoorState>(() => ({ isOpen: true, openings: 0, storeFailure: null }));

export function reportDoorOpen(isOpen: boolean) {
  useDoorState.setState((state) => ({
    isOpen,
    openings: isOpen && (!state.isOpen || state.openings === 0) ? state.openings + 1 : state.openings,
  }));
}

export function reportStoreFailure(message: string) {
  useDoorState.setState({ storeFailure: message });
}
