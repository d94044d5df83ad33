import type { CallContext, DoorEvent, PickedFile } from '@shared/door';
import type { Reply } from '@shared/errors';

/** The running product as every door sees it: the core behind its threads. */
export interface Pricebook {
  call(name: string, input: unknown, context: CallContext): Promise<Reply>;
  onEvent(listener: (event: DoorEvent) => void): () => void;
  /**
   * Makes a file readable for calls that take a `file_token`. Pages never name paths: only a file that the host's own
   * dialog or upload produced gets a token. `temporary` files are deleted once used or at close.
   */
  shelveFile(path: string, name: string, options?: { temporary?: boolean }): Promise<PickedFile>;
  close(): Promise<void>;
}
