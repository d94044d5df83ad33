import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { FromScanThread, ScanThreadData, ToScanThread } from './scan-thread';

const memory = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 };

/** A thread that scans events, as seen by the one that it helps, which never lets messages come to it by themselves. */
export interface ScanThread {
  send(message: ToScanThread): void;
  /** What it says next, if it has said it. */
  look(): FromScanThread | undefined;
  /** What it says next; null when it says nothing for so many milliseconds. */
  wait(ms: number): FromScanThread | null;
  /** It ends once it has done what it was asked for. */
  stop(): void;
}

/** `onLost` is called when it ends by itself. */
export function startScanThread(file: string, threadFile: URL, onLost: () => void): ScanThread {
  const { port1: port, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const workerData: ScanThreadData = { file, scanEvents: { port: port2, answers } };
  const transferList = [port2];
  const worker = new Worker(threadFile, {
    name: 'scan',
    workerData,
    transferList,
    execArgv: [],
    resourceLimits: memory,
  });
  worker.unref();
  port.unref();
  worker.on('error', onLost);
  const look = (): FromScanThread | undefined => receiveMessageOnPort(port)?.message;
  return {
    send: (message) => port.postMessage(message),
    look,
    wait(ms) {
      const until = performance.now() + ms;
      for (;;) {
        const heard = Atomics.load(answers, 0);
        const message = look();
        if (message !== undefined) return message;
        const left = until - performance.now();
        if (left <= 0) return null;
        Atomics.wait(answers, 0, heard, left);
      }
    },
    stop: () => port.close(),
  };
}
