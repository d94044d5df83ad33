import { ExternalLink } from 'lucide-react';
import { DetailsList } from '../../components/details-list';
import { door } from '../../door/door';

/** A page outside the app: a browser opens it beside this one, the app's own window never leaves its pages. */
function OutsideLink({ url }: { url: string }) {
  if (door.host !== 'browser') return <span className="font-mono text-13 break-all">{url}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer" className="font-mono text-13 break-all text-link underline">
      {url}
      <ExternalLink aria-hidden size={14} className="ml-1 inline align-text-bottom" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}

/** Where clients find the API, and where people read about it. */
export function ApiAddress({ url }: { url: string }) {
  const docs = `${url}/docs`;
  const openapi = `${url}/openapi.json`;
  return (
    <DetailsList
      details={[
        { label: 'Address', value: <span className="font-mono text-13 break-all">{url}</span>, copy: url },
        { label: 'Documentation', value: <OutsideLink url={docs} />, copy: docs },
        { label: 'OpenAPI document', value: <OutsideLink url={openapi} />, copy: openapi },
      ]}
    />
  );
}
