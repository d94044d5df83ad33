import type { Door, DoorEvent, FileFilter, PickedFile, PickedTarget } from '@shared/door';
import type { ErrorCode, Reply } from '@shared/errors';
import { reportDoorOpen } from './door-state';
import { useUpload } from './upload-store';

const refused = (code: ErrorCode, message: string): Reply => ({ ok: false, error: { code, message } });

/** An answer that is no reply: the server refused the request before it reached the core. */
function refusedBefore(status: number): Reply {
  if (status === 403) return refused('permission_denied', 'This page is no longer signed in. Start Pricebook again.');
  if (status === 413) return refused('validation_error', 'This is too much to send at once.');
  return refused('service_unavailable', `Pricebook could not answer (${status}).`);
}

/** What a page sends as it goes is to arrive after it is gone: a browser promises that for little at a time only. */
let isLeaving = false;
for (const leaving of ['beforeunload', 'pagehide']) {
  window.addEventListener(
    leaving,
    () => {
      isLeaving = true;
      // Whoever was asked may have stayed.
      setTimeout(() => (isLeaving = false));
    },
    { capture: true },
  );
}

const listeners = new Set<(event: DoorEvent) => void>();
let events: EventSource | null = null;

/** One event stream for the page; the browser reconnects it by itself. */
function openEvents() {
  events = new EventSource('./events');
  events.onopen = () => reportDoorOpen(true);
  events.onerror = () => reportDoorOpen(false);
  events.onmessage = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as DoorEvent;
    for (const listener of listeners) listener(event);
  };
}

/** Lets the person choose a file of this browser; null when the chooser was closed. */
function chooseFile(filters: FileFilter[]): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = filters.flatMap((filter) => filter.extensions.map((extension) => `.${extension}`)).join(',');
    input.hidden = true;
    const finish = (file: File | null) => {
      input.remove();
      resolve(file);
    };
    input.addEventListener('change', () => finish(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => finish(null));
    document.body.append(input);
    input.click();
  });
}

/** Sends the raw file as the body, so that its size never matters to memory. fetch cannot tell upload progress. */
function upload(file: File): Promise<PickedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const { setUpload } = useUpload.getState();
    const fail = () => {
      setUpload(null);
      reject(new Error(`${file.name} could not be read.`));
    };
    request.open('POST', `./upload?name=${encodeURIComponent(file.name)}`);
    request.responseType = 'json';
    request.upload.onprogress = (event) => setUpload({ name: file.name, sent: event.loaded, size: file.size });
    request.onload = () => {
      if (request.status !== 200) return fail();
      setUpload(null);
      resolve(request.response as PickedFile);
    };
    request.onerror = fail;
    request.onabort = () => {
      setUpload(null);
      reject(new Error('Cancelled.'));
    };
    setUpload({ name: file.name, sent: 0, size: file.size, cancel: () => request.abort() });
    request.send(file);
  });
}

function download(name: string, content: string | Uint8Array<ArrayBuffer>) {
  // The name says what it is; with a type of its own the browser may show it instead.
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  follow(url, name);
  // The download has its own reference by the time the next minute starts.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Lets the browser save what is behind a link. */
function follow(url: string, name: string) {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Asks the server for a place to write to. */
async function askForTarget(path: string): Promise<PickedTarget> {
  const response = await fetch(path, { method: 'POST' });
  if (!response.ok) throw new Error('Pricebook does not answer. If it was closed, start it again.');
  return (await response.json()) as PickedTarget;
}

/** The door of the browser shell: fetch, an event stream and uploads to the server this page came from. */
export const browserDoor: Door = {
  host: 'browser',

  async call(name, input, context) {
    try {
      const response = await fetch(`./rpc/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ input, context }),
        keepalive: isLeaving,
      });
      if (!response.ok) return refusedBefore(response.status);
      return (await response.json()) as Reply;
    } catch {
      return refused('service_unavailable', 'Pricebook does not answer. If it was closed, start it again.');
    }
  },

  onEvent(listener) {
    listeners.add(listener);
    if (!events) openEvents();
    return () => listeners.delete(listener);
  },

  async pickFile(_title, filters) {
    const file = await chooseFile(filters);
    return file && upload(file);
  },

  takeDropped: upload,

  saveFile(suggestedName, content) {
    download(suggestedName, content);
    return Promise.resolve({ name: suggestedName, path: null });
  },

  pickSaveTarget: (suggestedName) => askForTarget(`./save-target?name=${encodeURIComponent(suggestedName)}`),

  // A browser cannot choose a folder for the program behind it: there is one for all reports.
  pickFolder: () => askForTarget('./folder'),

  deliver(token) {
    follow(`./download/${encodeURIComponent(token)}`, '');
    return Promise.resolve();
  },
};
