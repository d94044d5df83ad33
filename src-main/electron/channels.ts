/** The channels between an Electron window and the main process. There are no others. */
export const channels = {
  /** invoke(name, input, context) -> Reply: every procedure of the contract. */
  call: 'pricebook:call',
  /** invoke(title, filters) -> PickedFile | null */
  pickFile: 'pricebook:pick-file',
  /** invoke(suggestedName, text) -> SavedFile | null */
  saveFile: 'pricebook:save-file',
  /** Main to page: a DoorEvent. */
  event: 'pricebook:event',
} as const;
