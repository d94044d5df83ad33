/** What `npm run serve -- …` may say, for the launcher (which answers --help before anything is built) and the program. */
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { defaultPort, defaultRateLimit } from '../v1-api/server-defaults.mjs';

/**
 * @typedef {{ kind: 'serve', port: number, host: string, sample: boolean, corsOrigins: string[], allowedHosts: string[],
 *   rateLimit: number }} ServeCommand
 * @typedef {{ kind: 'create-key', name: string, environment: string, access: 'read' | 'write' }} CreateKeyCommand
 * @typedef {{ kind: 'list-keys' }} ListKeysCommand
 * @typedef {{ kind: 'revoke-key', id: string }} RevokeKeyCommand
 * @typedef {{ kind: 'help' } | ServeCommand | CreateKeyCommand | ListKeysCommand | RevokeKeyCommand} Command
 */

export const help = `Usage: npm run serve [-- OPTIONS]

Serves the catalog of a data folder to programs as the v1 HTTP API, on this machine only.

  --profile DIR         the data folder; without it, this user's application data as in the app
  --port N              listen on this port (${defaultPort})
  --host ADDRESS        listen on this address of the machine, for others too; needs an API key to exist
  --sample              fill an empty Sandbox with the sample catalog and 90 days of usage
  --cors-origin ORIGIN  let pages of this origin use the API, such as https://example.com (repeatable)
  --allow-host NAME     answer requests addressed to this host name (repeatable)
  --rate-limit N        requests per second and key (${defaultRateLimit}; 0 = no limit)
  --help                show this

Keys for it, which work while the app or a server has the data folder open:

  npm run serve -- keys create --name NAME [--environment Sandbox|Production|ID] [--read-only]
  npm run serve -- keys list
  npm run serve -- keys revoke ID`;

const options = /** @type {const} */ ({
  profile: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  sample: { type: 'boolean' },
  'cors-origin': { type: 'string', multiple: true },
  'allow-host': { type: 'string', multiple: true },
  'rate-limit': { type: 'string' },
  name: { type: 'string' },
  environment: { type: 'string' },
  'read-only': { type: 'boolean' },
  help: { type: 'boolean' },
});

/** Which options each command takes; every one takes `--profile` and `--help`. */
const taken = {
  serve: ['port', 'host', 'sample', 'cors-origin', 'allow-host', 'rate-limit'],
  create: ['name', 'environment', 'read-only'],
  list: /** @type {string[]} */ ([]),
  revoke: /** @type {string[]} */ ([]),
};

/**
 * The command that the arguments mean. Throws an Error with a sentence for the person when they mean none.
 * @param {readonly string[]} args
 * @returns {Command}
 */
export function readCommand(args) {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) return { kind: 'help' };
  const [first, second, ...more] = positionals;
  if (first === undefined) {
    refuseOthers(values, 'serve');
    return {
      kind: 'serve',
      port: whole('--port', values.port ?? String(defaultPort), 65_535),
      host: readHost(values.host ?? '127.0.0.1'),
      sample: values.sample ?? false,
      corsOrigins: (values['cors-origin'] ?? []).map(readOrigin),
      allowedHosts: (values['allow-host'] ?? []).map(readHostName),
      rateLimit: whole('--rate-limit', values['rate-limit'] ?? String(defaultRateLimit), 1_000_000),
    };
  }
  if (first !== 'keys') throw new Error(`There is no command "${first}".`);
  if (second === 'create' && more.length === 0) {
    refuseOthers(values, 'create');
    const name = values.name?.trim();
    if (!name) throw new Error('Please give the key a name to recognise it by: keys create --name NAME');
    const access = values['read-only'] ? 'read' : 'write';
    return { kind: 'create-key', name, environment: values.environment ?? 'Sandbox', access };
  }
  if (second === 'list' && more.length === 0) {
    refuseOthers(values, 'list');
    return { kind: 'list-keys' };
  }
  const [id] = more;
  if (second === 'revoke' && id !== undefined && more.length === 1) {
    refuseOthers(values, 'revoke');
    return { kind: 'revoke-key', id };
  }
  throw new Error('Please say keys create --name NAME, keys list, or keys revoke ID.');
}

/**
 * @param {Record<string, unknown>} values
 * @param {keyof typeof taken} command
 */
function refuseOthers(values, command) {
  const other = Object.keys(values).find((name) => name !== 'profile' && !taken[command].includes(name));
  if (other !== undefined) throw new Error(`--${other} has no meaning here.`);
}

/**
 * @param {string} option
 * @param {string} text
 * @param {number} most
 */
function whole(option, text, most) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new Error(`${option} must be a whole number from 0 to ${most}, not "${text}".`);
}

/** @param {string} text */
function readHost(text) {
  if (text === 'localhost') return '127.0.0.1';
  if (isIP(text)) return text;
  throw new Error(`--host must be an IP address of this machine, such as 0.0.0.0 for all of them, not "${text}".`);
}

/** @param {string} text */
function readHostName(text) {
  const name = text.toLowerCase();
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name)) return name;
  throw new Error(`--allow-host must be a host name without a port, such as pricing.example.com, not "${text}".`);
}

/** @param {string} text */
function readOrigin(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.origin === text.toLowerCase()) return url.origin;
  throw new Error(`--cors-origin must be scheme and host of a page, such as https://example.com, not "${text}".`);
}
