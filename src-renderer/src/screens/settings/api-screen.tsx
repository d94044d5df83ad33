import { ApiKeys } from './api-keys';
import { ApiServerPanel } from './api-server-panel';
import { SettingsPage } from './settings-page';

/** The v1 HTTP API: its switch, and the keys of the current environment. */
export function ApiScreen() {
  return (
    <SettingsPage
      place="/settings/api"
      description="Lets scripts, the official SDK and other Pricebooks read and change this catalog over HTTP, while you go on working in it here."
    >
      <ApiServerPanel />
      <ApiKeys />
    </SettingsPage>
  );
}
