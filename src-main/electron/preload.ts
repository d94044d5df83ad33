/** Runs isolated beside the page and gives it the door: a few functions, nothing of Electron or Node. */
import type { Door, DoorEvent } from '@shared/door';
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import { channels } from './channels';

const door: Door = {
  host: 'electron',
  call: (name, input, context) => ipcRenderer.invoke(channels.call, name, input, context),
  onEvent(listener) {
    const forward = (_event: IpcRendererEvent, event: DoorEvent) => listener(event);
    ipcRenderer.on(channels.event, forward);
    return () => {
      ipcRenderer.removeListener(channels.event, forward);
    };
  },
  pickFile: (title, filters) => ipcRenderer.invoke(channels.pickFile, title, filters),
  takeDropped: (file) => ipcRenderer.invoke(channels.takeDropped, webUtils.getPathForFile(file)),
  saveFile: (suggestedName, content) => ipcRenderer.invoke(channels.saveFile, suggestedName, content),
  savePdf: (suggestedName, paper) => ipcRenderer.invoke(channels.savePdf, suggestedName, paper),
  pickSaveTarget: (suggestedName) => ipcRenderer.invoke(channels.pickSaveTarget, suggestedName),
  pickFolder: (title) => ipcRenderer.invoke(channels.pickFolder, title),
  // It was written to its place.
  deliver: () => Promise.resolve(),
  showExport: (jobId) => ipcRenderer.invoke(channels.showExport, jobId),
};

contextBridge.exposeInMainWorld('pricebook', door);
