import { request as httpRequest } from 'node:http';
import { expect, test } from './fixture';
import { launchShell, type ShellRun } from './launch-shell';

let shell: ShellRun;
let cookie: string;

test.beforeEach(async ({ profileDir }) => {
  shell = await launchShell(profileDir);
  const entered = await fetch(shell.oneTimeUrl, { redirect: 'manual' });
  cookie = entered.headers.get('set-cookie') ?? '';
});
test.afterEach(async () => {
  expect(await shell.end()).toBe(0);
});

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request as nobody's browser would send it: path and Host exactly as given. Answers status and body. */
function ask(
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<{ status: number; text: string }> {
  const { port } = new URL(shell.origin);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const session = () => ({ cookie: cookie.split(';')[0] ?? '' });
const call = { method: 'POST', body: JSON.stringify({ input: {}, context: { environment_id: '' } }) };

test('the link works once and gives a cookie that scripts and other sites never see', async () => {
  expect(cookie).toContain('HttpOnly');
  expect(cookie).toContain('SameSite=Strict');
  expect((await fetch(shell.oneTimeUrl, { redirect: 'manual' })).status).toBe(403);
  expect((await ask('/enter?token=wrong')).status).toBe(403);
  expect((await ask('/', { headers: session() })).status).toBe(200);
});

test('nothing is answered without the cookie', async () => {
  for (const path of ['/', '/events', '/index.html', '/rpc/environment.list'])
    expect((await ask(path)).status).toBe(403);
  expect((await ask('/', { headers: { cookie: `${session().cookie}x` } })).status).toBe(403);
  expect((await ask('/rpc/environment.list', { ...call, headers: { origin: shell.origin } })).status).toBe(403);
});

test('another host name is refused: no site can point its name at this machine', async () => {
  const { port } = new URL(shell.origin);
  for (const host of [`localhost:${port}`, `evil.example:${port}`, '127.0.0.1']) {
    expect((await ask('/', { headers: { ...session(), host } })).status).toBe(421);
  }
});

test('a call needs our own origin', async () => {
  const path = '/rpc/environment.list';
  expect((await ask(path, { ...call, headers: session() })).status).toBe(403);
  expect((await ask(path, { ...call, headers: { ...session(), origin: 'https://evil.example' } })).status).toBe(403);
  expect((await ask(path, { ...call, headers: { ...session(), origin: 'null' } })).status).toBe(403);
  const own = await ask(path, { ...call, headers: { ...session(), origin: shell.origin } });
  expect(own.status).toBe(200);
  expect(JSON.parse(own.text)).toMatchObject({ ok: true });
  expect((await ask('/upload?name=a.csv', { method: 'POST', body: 'a', headers: session() })).status).toBe(403);
});

test('paths outside the renderer are not served', async () => {
  const paths = [
    '/../main/index.js',
    '/%2e%2e/main/index.js',
    '/..%2fmain%2findex.js',
    '/..%5cmain%5cindex.js',
    '/%00',
    '/%E0%A4',
  ];
  for (const path of paths) expect((await ask(path, { headers: session() })).status).toBe(404);
});

test('a body that is too large or no call is refused', async () => {
  const headers = { ...session(), origin: shell.origin };
  expect((await ask('/rpc/environment.list', { method: 'POST', headers, body: 'nonsense' })).status).toBe(400);
  const large = 'x'.repeat(17 * 1024 * 1024);
  expect((await ask('/rpc/environment.list', { method: 'POST', headers, body: large })).status).toBe(413);
});

test('names that are no procedure are refused, and a page cannot name a path', async () => {
  const headers = { ...session(), origin: shell.origin };
  for (const name of ['__proto__', 'constructor', 'no.such']) {
    expect(JSON.parse((await ask(`/rpc/${name}`, { ...call, headers })).text)).toMatchObject({
      error: { code: 'not_found' },
    });
  }
  const body = JSON.stringify({ input: { path: '/etc/passwd', name: 'a.csv' }, context: { environment_id: '' } });
  const refused = await ask('/rpc/event.import', { method: 'POST', headers, body });
  expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'validation_error', field: 'file_token' } });
});

test('in a browser: no injected script runs, nothing framed, nothing from elsewhere', async ({ shellBrowser }) => {
  const fresh = await (await shellBrowser()).newContext();
  const page = await fresh.newPage();
  const [name = '', value = ''] = session().cookie.split('=');
  await fresh.addCookies([{ name, value, url: shell.origin, httpOnly: true, sameSite: 'Strict' }]);
  const response = await page.goto(shell.origin);
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
  expect(response?.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.head.append(script);
    return new Promise((resolve) => setTimeout(() => resolve((window as { injected?: boolean }).injected ?? false)));
  });
  expect(ran).toBe(false);
  const elsewhere = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'sent',
      () => 'blocked',
    ),
  );
  expect(elsewhere).toBe('blocked');
  await fresh.close();
});
