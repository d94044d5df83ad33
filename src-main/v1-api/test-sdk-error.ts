import { ErrorsErrorsErrorResponse, SDKError } from '@flexprice/sdk/sdk/models';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Exchange } from './test-sdk';

/** The flat error body as newer versions of the SDK parse it: no key may be missing (wire contract 9.5, 9.6). */
const flatError = z.object({
  code: z.string().min(1),
  message: z.string().min(1),
  http_status_code: z.int(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/**
 * A call of the SDK that must be refused: `typed` with the error body parsed, `generic` with the raw body, as the
 * table of wire contract 9.2 tells for each status. Either way the body is one that newer versions can parse.
 */
export async function refusedBy(
  call: Promise<unknown>,
  kind: 'typed' | 'generic',
  exchanges: readonly Exchange[],
): Promise<{ status: number; code: string; message: string; details: Record<string, unknown> | undefined }> {
  const error = await call.then(
    () => expect.fail('the call was not refused'),
    (thrown: unknown) => thrown,
  );
  if (kind === 'typed') {
    expect(error).toBeInstanceOf(ErrorsErrorsErrorResponse);
    const { success, error: parsed } = error as ErrorsErrorsErrorResponse;
    expect({ success, parsed }).toEqual({ success: false, parsed: { message: expect.any(String) } });
  } else {
    expect(error).toBeInstanceOf(SDKError);
  }
  const { body, statusCode, message: said } = error as SDKError;
  const { http_status_code, ...flat } = flatError.parse(JSON.parse(body));
  expect(http_status_code).toBe(statusCode);
  expect(exchanges.at(-1)?.status).toBe(statusCode);
  expect(said).toContain(flat.message);
  return { status: statusCode, code: flat.code, message: flat.message, details: flat.details };
}
