/** Where the page of a portal link is. The token stands in the fragment, which browsers send to no server. */
export const portalUrl = (origin: string, token: string): string => `${origin}/portal/#${token}`;
