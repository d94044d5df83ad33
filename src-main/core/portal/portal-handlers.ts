import type { HandlersOf } from '../handler';
import { write } from '../store/write';
import { createPortalLink } from './create-portal-link';
import { verifyPortalLink } from './verify-portal-link';

export const portalHandlers: HandlersOf<'portalLink'> = {
  'portalLink.create': (input, { deps, context }) => write(deps, context, (tx) => createPortalLink(tx, input)),
  'portalLink.verify': async ({ token }, { deps }) => ({ access: await verifyPortalLink(deps, token) }),
};
