import type { AlertSettings, AlertSettingsInput } from '../entities/feature';

/**
 * A feature's alert settings after a request that names some of them (wire contract 5.4): a level that is given replaces
 * the one there was, everything left out stays. Alerts are off until switched on. No request leaves them as they are.
 */
export function mergeAlertSettings(
  own: AlertSettings | null,
  given: AlertSettingsInput | null | undefined,
): AlertSettings | null {
  if (!given) return own;
  return {
    critical: given.critical ?? own?.critical ?? null,
    warning: given.warning ?? own?.warning ?? null,
    info: given.info ?? own?.info ?? null,
    alert_enabled: given.alert_enabled ?? own?.alert_enabled ?? false,
  };
}
