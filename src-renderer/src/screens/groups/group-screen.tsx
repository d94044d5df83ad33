import type { Group } from '@shared/entities/group';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePage } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { Button } from '../../components/button';
import { StatusChip } from '../../components/chip';
import { CopyButton } from '../../components/copy-button';
import { DetailsList } from '../../components/details-list';
import { Notice } from '../../components/form';
import { InSlices } from '../../components/in-slices';
import { MoreMenu } from '../../components/menu';
import { ListPage, Page, PageHeader } from '../../components/page-header';
import { ErrorState, LoadingState } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { useApiQuery } from '../../door/use-api';
import { formatDateTime } from '../../format/date';
import { formatCount } from '../../format/quantity';
import { useHistoryAction } from '../history/open-history';
import { ArchiveGroupDialog } from './archive-group-dialog';
import { CreateGroupDialog } from './create-group-dialog';
import { groupActions } from './group-actions';
import { GroupMembers } from './group-members';
import { RenameGroupDialog } from './rename-group-dialog';

const groupsCrumbs = [{ label: 'Product Catalog' }, { label: 'Groups', to: '/groups' }];

function GroupDetails({ group }: { group: Group }) {
  return (
    <DetailsList
      details={[
        { label: 'Group Name', value: group.name },
        {
          label: 'Lookup Key',
          value: <span className="font-mono break-all">{group.lookup_key}</span>,
          copy: group.lookup_key,
          note: 'Fixed after creation: integrations find the group by it.',
        },
        { label: 'Entity Type', value: 'Price', note: 'What a group holds is fixed when it is created.' },
        { label: 'Id', value: <span className="font-mono break-all">{group.id}</span>, copy: group.id },
        { label: 'Created at', value: formatDateTime(group.created_at) },
        { label: 'Updated at', value: formatDateTime(group.updated_at) },
      ]}
    />
  );
}

function GroupPage({ group }: { group: Group }) {
  usePage(group.name, [...groupsCrumbs, { label: group.name }]);
  const navigate = useNavigate();
  const historyOf = useHistoryAction();
  const [{ tab }, setView] = useSearchState<{ tab: 'members' | 'details' }>({ tab: 'members' });
  const [dialog, setDialog] = useState<'rename' | 'archive' | 'again' | null>(null);
  const isLive = group.status === 'published';
  const close = () => setDialog(null);
  return (
    <ListPage>
      <PageHeader
        title={group.name}
        beside={
          <>
            <StatusChip status={group.status} />
            <CopyButton text={group.id} label="Copy id" />
          </>
        }
        actions={
          <MoreMenu
            of={group.name}
            actions={groupActions(group, {
              onRename: () => setDialog('rename'),
              onArchive: () => setDialog('archive'),
              history: historyOf(group.id),
            })}
          />
        }
      >
        <span className="inline-flex max-w-full items-center gap-1">
          <span className="min-w-0 font-mono text-13 break-all">{group.lookup_key}</span>
          <CopyButton text={group.lookup_key} label="Copy lookup key" />
        </span>
      </PageHeader>
      {!isLive && (
        <Notice kind="pending">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            This group is archived: it holds no prices and cannot be assigned. Nothing brings it back, but a new one can
            take its name and lookup key.
            <Button onPress={() => setDialog('again')}>Create it again…</Button>
          </div>
        </Notice>
      )}
      <Tabs
        label="Parts of the group"
        value={tab}
        onChange={(next) => setView({ tab: next })}
        tabs={[
          {
            id: 'members',
            label: `Members (${formatCount(group.member_count)})`,
            content: <GroupMembers group={group} />,
          },
          { id: 'details', label: 'Details', content: <GroupDetails group={group} /> },
        ]}
      />
      {dialog === 'again' && <CreateGroupDialog again={group} onClose={close} />}
      {dialog === 'rename' && <RenameGroupDialog group={group} onClose={close} />}
      {dialog === 'archive' && (
        <ArchiveGroupDialog group={group} onClose={close} onArchived={() => void navigate({ to: '/groups' })} />
      )}
    </ListPage>
  );
}

function NoGroupPage({ error, onRetry }: { error: Error | null; onRetry(): void }) {
  usePage('Group', [...groupsCrumbs, { label: 'Group' }]);
  // No heading while it loads: the page's own one takes the focus when it comes.
  if (!error) return <LoadingState label="Loading the group" />;
  return (
    <Page>
      <PageHeader title="Group" />
      <ErrorState error={error} onRetry={onRetry} />
    </Page>
  );
}

/** One group: its prices and its facts. */
export function GroupScreen() {
  const { groupId } = useParams({ from: '/groups/$groupId' });
  const group = useApiQuery('group.get', { id: groupId }, { keepPrevious: false });
  if (!group.data) return <NoGroupPage error={group.error} onRetry={() => void group.refetch()} />;
  return (
    <InSlices key={groupId}>
      <GroupPage group={group.data} />
    </InSlices>
  );
}
