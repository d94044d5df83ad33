import { create } from 'zustand';

interface DoorState {
  /** False while the process behind the page does not answer (only possible in the browser shell). */
  isOpen: boolean;
  /** How often the connection came back: whatever changed meanwhile was missed. */
  reopenings: number;
  /** The sentence of a `store_failed` event; the page can no longer save. */
  storeFailure: string | null;
}

export const useDoorState = create<DoorState>(() => ({ isOpen: true, reopenings: 0, storeFailure: null }));

export function reportDoorOpen(isOpen: boolean) {
  useDoorState.setState((state) => ({
    isOpen,
    reopenings: isOpen && !state.isOpen ? state.reopenings + 1 : state.reopenings,
  }));
}

export function reportStoreFailure(message: string) {
  useDoorState.setState({ storeFailure: message });
}
