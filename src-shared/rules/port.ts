/** Ports below are the system's own, and there are none above. */
export const ports = { least: 1024, most: 65_535 } as const;

/** What is said to whoever enters another one. */
export const portRule = `Please enter a port between ${ports.least} and ${ports.most}`;

/** Whether a program may listen on this port. */
export const isPort = (port: unknown): port is number =>
  typeof port === 'number' && Number.isInteger(port) && port >= ports.least && port <= ports.most;
