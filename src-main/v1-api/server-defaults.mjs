/** What the server is started with unless the person says otherwise, from Settings and from the command line alike. */
export const defaultPort = 4780;

/** Requests per second and key: more than any script needs, less than what would make the window wait. */
export const defaultRateLimit = 1000;
