import type { ApiServer } from '@shared/entities/api-server';
import { AppError, type Reply } from '@shared/errors';
import type { HostPart, Pricebook } from '../pricebook';
import type { V1Server } from '../v1-api/server';
import { defaultRateLimit } from '../v1-api/server-defaults.mjs';
import { type ApiServerSetting, keepSetting, readSetting } from './api-server-setting';

export interface ApiServerSwitchOptions {
  pricebook: Pick<Pricebook, 'call' | 'answer' | 'onEvent' | 'publish'>;
  /** Where the setting is kept. */
  profileDir: string;
  /** The built pages, which the customer portal is one of. */
  rendererDir: string;
  log(line: string): void;
}

/**
 * The switch in Settings: serves the v1 HTTP API of this program on loopback while it is on, and is as it was left when
 * the program starts again. Answers `apiServer.get` and `apiServer.update`.
 */
export function createApiServerSwitch({ pricebook, profileDir, rendererDir, log }: ApiServerSwitchOptions): HostPart {
  let setting = readSetting(profileDir);
  let server: V1Server | null = null;
  let state: ApiServer['state'] = 'off';
  let message: string | null = null;
  /** Changes of the switch happen one after another. */
  let last: Promise<unknown> = Promise.resolve();

  const show = (): ApiServer => ({
    enabled: setting.enabled,
    port: setting.port,
    state,
    url: state === 'on' ? (server?.url ?? null) : null,
    message,
  });

  function become(next: ApiServer['state'], why: string | null = null): void {
    state = next;
    message = why;
    pricebook.publish({ type: 'changed', environment_id: '', topics: ['api_server'] });
  }

  /** Makes the server what the setting says. */
  async function apply(): Promise<void> {
    if (server && (!setting.enabled || server.port !== setting.port)) {
      await server.close();
      server = null;
    }
    if (!setting.enabled) return become('off');
    if (server) return become('on');
    become('starting');
    try {
      // Loaded when first needed, so that nobody waits for it who does not use it.
      const { startV1Server } = await import('../v1-api/server');
      server = await startV1Server({
        pricebook,
        host: '127.0.0.1',
        port: setting.port,
        rateLimit: defaultRateLimit,
        rendererDir,
        log,
      });
      become('on');
    } catch (error) {
      if (!(error instanceof AppError)) log(`cannot start the HTTP API: ${String(error)}`);
      become(
        'failed',
        error instanceof AppError ? error.message : 'The server could not be started. Please try again.',
      );
    }
  }

  function inTurn(step: () => Promise<void>): Promise<void> {
    const result = last.then(step);
    last = result.catch(() => undefined);
    return result;
  }

  async function update(input: unknown): Promise<Reply> {
    const { apiServerUpdate } = await import('@shared/entities/api-server');
    const parsed = apiServerUpdate.safeParse(input ?? {});
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const field = issue?.path.join('.');
      return refusal({ code: 'validation_error', message: issue?.message ?? 'Request validation failed', field });
    }
    const { enabled, port } = parsed.data;
    await inTurn(async () => {
      const next: ApiServerSetting = { enabled: enabled ?? setting.enabled, port: port ?? setting.port };
      await keepSetting(profileDir, next);
      setting = next;
      await apply();
    });
    return { ok: true, data: show() };
  }

  if (setting.enabled) void inTurn(apply);

  return {
    async answer(name, input) {
      if (name === 'apiServer.get') return { ok: true, data: show() };
      if (name !== 'apiServer.update') return refusal({ code: 'not_found', message: 'There is no such procedure' });
      try {
        return await update(input);
      } catch (error) {
        log(`cannot change the HTTP API: ${String(error)}`);
        return refusal({ code: 'internal_error', message: 'The setting could not be kept. Is the data folder full?' });
      }
    },
    close: () =>
      inTurn(async () => {
        await server?.close();
        server = null;
      }),
  };
}

const refusal = (error: Extract<Reply, { ok: false }>['error']): Reply => ({ ok: false, error });
