import { AppError } from '@shared/errors';
import { safeStorage } from 'electron';
import type { Seal } from '../secret-file';

/** The keychain of the system: Keychain, DPAPI, or the secret service of a Linux desktop. */
export const keychainSeal: Seal = {
  async close(text) {
    if (!(await isSafe())) {
      throw new AppError(
        'invalid_operation',
        'This system has no keychain to keep the API key in. Unlock or install one (such as GNOME Keyring or KWallet) and try again.',
        { field: 'api_key' },
      );
    }
    return (await safeStorage.encryptStringAsync(text)).toString('base64');
  },
  async open(sealed) {
    try {
      return (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result;
    } catch {
      return null;
    }
  },
};

/** On Linux Electron would fall back to a fixed password that protects nothing. */
async function isSafe(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}
