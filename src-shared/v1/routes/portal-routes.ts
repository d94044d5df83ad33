import { portalLink, portalLinkCreate } from '../../entities/portal-link';
import { portalUrl } from '../../portal-url';
import { route } from '../route';
import { wireInstant } from '../wire/instant';

export const portalRoutes = [
  route({
    method: 'POST',
    path: '/portal/links',
    procedure: 'portalLink.create',
    tag: 'Customer portal',
    summary: "Make a link to a customer's own usage",
    description:
      'The link shows the usage trend and the breakdown of one customer, to read only, until it expires, the API key that made it is revoked or the customer is archived.',
    extension: true,
    status: 201,
    malformed: 'Invalid request format',
    requestName: 'CreatePortalLinkRequest',
    body: portalLinkCreate,
    response: portalLink.extend({ url: portalLink.shape.token }),
    input: ({ body }) => body,
    answer: (link, { origin }) => ({
      ...link,
      expires_at: wireInstant(link.expires_at),
      url: portalUrl(origin, link.token),
    }),
  }),
];
