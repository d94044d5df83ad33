import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ErrorState, LoadingState } from '../components/states';
import { askPortal, LinkEnded } from './ask-portal';
import { LinkEndedState } from './link-ended-state';
import { PortalUsagePage } from './portal-usage-page';

/** Finds out whose usage the link shows, and in which zone days begin; the page itself needs both. */
export function PortalFrame({ token }: { token: string }) {
  const frame = useQuery({ queryKey: [token, 'frame'], queryFn: () => askPortal(token, {}) });
  const name = frame.data?.customer_name;
  useEffect(() => {
    document.title = name ? `Usage · ${name}` : 'Usage';
  }, [name]);

  if (frame.error instanceof LinkEnded) return <LinkEndedState />;
  if (frame.data) return <PortalUsagePage token={token} frame={frame.data} />;
  return (
    <>
      <h1 className="sr-only">Usage</h1>
      {frame.error ? (
        <ErrorState error={frame.error} onRetry={() => void frame.refetch()} />
      ) : (
        <LoadingState label="Loading usage" />
      )}
    </>
  );
}
