import { create } from 'zustand';

/** A file on its way to the server of the browser shell, in bytes. */
export interface Upload {
  name: string;
  sent: number;
  size: number;
  cancel?: () => void;
}

/** The running upload, for the status bar; null when there is none. In an Electron window there never is one. */
export const useUpload = create<{ upload: Upload | null; setUpload(upload: Upload | null): void }>((set) => ({
  upload: null,
  // Progress reports carry no cancel of their own: the first one's is kept.
  setUpload: (upload) => set((state) => ({ upload: upload && { ...state.upload, ...upload } })),
}));
