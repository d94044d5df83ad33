/** What the whole API has in common, for the head of the document. CommonMark, paragraphs and lists only. */
export const introduction = `Everything a client may ask of the pricing catalog and its usage.

Every request carries an API key in \`x-api-key\`; it decides the environment, and an id of another environment is not found. Keys are made in Settings › HTTP API, or on the command line with \`npm run serve -- keys create --name NAME\`.

Requests and answers are JSON. Unknown fields of a request are ignored, a field that is \`null\` counts as not given, and every documented field of an answer is present, \`null\` when there is nothing to tell.

Amounts and quantities are decimals written as text, so that no digit is lost. Times are UTC in RFC 3339; those of a request may have any offset.

A list is read in pages: \`pagination.offset\` of an answer is the \`offset\` of the next request.

Every answer has an \`X-Request-ID\`: the one of the request, or one of ours.

What is marked as an extension goes beyond the public v1 API; \`GET /capabilities\` lists it for programs.`;

/** What the endpoints under one heading are about. */
export const tagNotes: Record<string, string> = {
  Groups: 'Named buckets of prices, by which usage and cost are shown.',
  Prices: 'What one unit of something costs, in which currency and how often. A change of pricing makes a new version.',
  Plans: 'A plan owns prices; customers subscribe to it.',
  Features: 'What a plan sells. A metered feature owns the meter that measures it.',
  Meters: 'How events become a quantity.',
  Customers: 'Whoever uses the product. Events name them by `external_id`.',
  Subscriptions: 'A customer on a plan from a date.',
  Events: 'Usage as it happens.',
  Usage: 'What events add up to.',
  Analytics: 'What a customer used, feature by feature, and what it costs.',
  'Customer portal': 'A page for one customer that shows its own usage and nothing else.',
  Changes: 'What was edited, in order, so that a copy can follow.',
  Capabilities: 'What this server can do beyond the public v1 API.',
};
