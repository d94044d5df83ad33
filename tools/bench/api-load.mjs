/**
 * A load generator in a process of its own: keeps a fixed number of connections busy, each sending its next request as
 * soon as the last one is answered, and prints how that went as JSON. It looks at no more of an answer than its status
 * and length, so that it takes as little as possible of the processors that the server needs.
 *
 *   node tools/bench/api-load.mjs < plan.json
 */
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { quantile } from './measure.mjs';

/**
 * @typedef {{ method: string, path: string, body?: string }} LoadRequest
 * @typedef {{
 *   port: number, key: string, connections: number, seconds: number, status: number, requests: LoadRequest[],
 *   once?: boolean,
 * }} LoadPlan requests are sent in turn; `once`: none is sent twice, and the run ends when all were sent
 * @typedef {{ answers: number, per_second: number, p50_ms: number, p99_ms: number, answer_bytes: number }} LoadResult
 */

const endOfHead = Buffer.from('\r\n\r\n');

/** @param {LoadPlan} plan @returns {Promise<LoadResult>} */
async function load({ port, key, connections, seconds, status, requests, once = false }) {
  const buffers = requests.map(({ method, path, body }) => requestOf(method, path, body, port, key));
  /** @type {number[]} */
  const times = [];
  let next = 0;
  let bytes = 0;
  let end = Number.POSITIVE_INFINITY;

  /** One connection, until the time is up or every request was sent. */
  const run = () =>
    new Promise((done, failed) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let sentAt = 0;
      /** Bytes of the current answer that are still to come; null before its head was read. @type {number | null} */
      let missing = null;
      /** @type {Buffer | null} */
      let head = null;

      const finish = () => socket.end(() => done(undefined));
      function send() {
        const buffer = once ? buffers[next] : buffers[next % buffers.length];
        next += 1;
        sentAt = performance.now();
        if (!buffer || sentAt >= end) return finish();
        socket.write(buffer);
      }
      /** @param {Buffer} chunk */
      function receive(chunk) {
        if (missing === null) {
          const all = head ? Buffer.concat([head, chunk]) : chunk;
          const at = all.indexOf(endOfHead);
          if (at < 0) {
            head = all;
            return;
          }
          head = null;
          const length = bodyLength(all.toString('latin1', 0, at + 2), status);
          missing = length - (all.length - at - 4);
          bytes += length;
        } else missing -= chunk.length;
        if (missing > 0) return;
        missing = null;
        times.push(performance.now() - sentAt);
        send();
      }
      socket.on('data', (chunk) => {
        try {
          receive(chunk);
        } catch (error) {
          failed(error);
          socket.destroy();
        }
      });
      socket.on('error', failed);
      socket.on('connect', send);
    });

  const start = performance.now();
  end = start + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, run));
  return {
    answers: times.length,
    per_second: (times.length / (performance.now() - start)) * 1000,
    p50_ms: quantile(times, 0.5),
    p99_ms: quantile(times, 0.99),
    answer_bytes: Math.round(bytes / times.length),
  };
}

/**
 * @param {string} method
 * @param {string} path
 * @param {string | undefined} body
 * @param {number} port
 * @param {string} key
 */
function requestOf(method, path, body, port, key) {
  const content = body ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` : '';
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: application/json\r\nx-api-key: ${key}\r\n${content}\r\n${body ?? ''}`,
  );
}

/**
 * The length of an answer's body, by its head. Throws when it is not the answer that is measured.
 * @param {string} head
 * @param {number} status
 */
function bodyLength(head, status) {
  if (!head.startsWith(`HTTP/1.1 ${status} `)) throw new Error(`unexpected answer:\n${head}`);
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without its length:\n${head}`);
  return Number(length);
}

console.log(JSON.stringify(await load(/** @type {LoadPlan} */ (await json(process.stdin)))));
