/** The channels between an Electron window and the main process. There are no others. */
export const channels = {
  /** invoke(name, input, context) -> Reply: every procedure of the contract. */
  call: 'pricebook:call',
  /** invoke(title, filters) -> PickedFile | null */
  pickFile: 'pricebook:pick-file',
  /** invoke(path) -> PickedFile | null; the preload finds the path of a dropped file, the page never sees it. */
  takeDropped: 'pricebook:take-dropped',
  /** invoke(suggestedName, text or bytes) -> SavedFile | null */
  saveFile: 'pricebook:save-file',
  /** invoke(suggestedName, paper) -> SavedFile | null */
  savePdf: 'pricebook:save-pdf',
  /** invoke(suggestedName) -> PickedTarget | null */
  pickSaveTarget: 'pricebook:pick-save-target',
  /** invoke(title) -> PickedTarget | null */
  pickFolder: 'pricebook:pick-folder',
  /** invoke(jobId): shows what a finished export wrote in the system's file manager. */
  showExport: 'pricebook:show-export',
  /** Main to page: a DoorEvent. */
  event: 'pricebook:event',
} as const;
