/** The file as a whole is not what it should be. The message is one sentence for the person; nothing was changed. */
export class FileRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FileRefused';
  }
}
