/**
 * What our server is compared with: the same HTTP library answering every request with the same text, and nothing else.
 * Prints its address.
 *
 *   node tools/bench/api-bare.mjs STATUS BYTES
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const [status = '200', bytes = '2'] = process.argv.slice(2);
const text = JSON.stringify('x'.repeat(Math.max(0, Number(bytes) - 2)));
const headers = { 'Content-Type': 'application/json; charset=utf-8' };

const app = new Hono();
app.all('*', (c) => c.body(text, /** @type {any} */ (Number(status)), headers));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
