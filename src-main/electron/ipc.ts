import type { CallContext } from '@shared/door';
import type { Reply } from '@shared/errors';
import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Pricebook } from '../pricebook';
import { channels } from './channels';
import { pickFile, pickFolder, pickSaveTarget, saveFile, savePdf, showExport, takeDropped } from './dialogs';
import { isTrustedSender } from './security';

/** Connects windows to the running product. Every message is refused that does not come from our own page. */
export function connectWindows(pricebook: Pricebook, pageUrl: string): void {
  function handle<A extends unknown[], R>(
    channel: string,
    answer: (window: BrowserWindow, ...input: A) => Promise<R>,
  ): void {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...input: A) => {
      const window = BrowserWindow.fromWebContents(event.sender);
      if (!window || !isTrustedSender(event.senderFrame, pageUrl)) throw new Error('refused: not a page of this app');
      return answer(window, ...input);
    });
  }

  handle(channels.call, async (_window, name: unknown, input: unknown, context: unknown): Promise<Reply> => {
    if (typeof name !== 'string') throw new TypeError('a call needs a name');
    return pricebook.call(name, input, contextOf(context));
  });
  handle(channels.pickFile, (window, title: unknown, filters: unknown) => pickFile(window, pricebook, title, filters));
  handle(channels.takeDropped, async (_window, path: unknown) => takeDropped(pricebook, path));
  handle(channels.saveFile, (window, name: unknown, content: unknown) => saveFile(window, name, content));
  handle(channels.savePdf, (window, name: unknown, paper: unknown) => savePdf(window, name, paper));
  handle(channels.pickSaveTarget, (window, name: unknown) => pickSaveTarget(window, pricebook, name));
  handle(channels.pickFolder, (window, title: unknown) => pickFolder(window, pricebook, title));
  handle(channels.showExport, async (_window, jobId: unknown) => showExport(pricebook, jobId));
  pricebook.onEvent((event) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channels.event, event);
  });
}

function contextOf(value: unknown): CallContext {
  const given: object = typeof value === 'object' && value !== null ? value : {};
  const textOf = (key: string) => {
    const text: unknown = Reflect.get(given, key);
    return typeof text === 'string' ? text : '';
  };
  const request_id = textOf('request_id');
  return { environment_id: textOf('environment_id'), ...(request_id && { request_id }) };
}
