import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import { InSlices } from './in-slices';

export interface TabPart<K extends string> {
  id: K;
  label: ReactNode;
  content: ReactNode;
}

interface Props<K extends string> {
  label: string;
  value: K;
  onChange(value: K): void;
  tabs: readonly TabPart<K>[];
}

/** Parts of one page, one shown at a time. */
export function Tabs<K extends string>({ label, value, onChange, tabs }: Props<K>) {
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as K)}
      className="flex min-h-0 flex-1 flex-col outline-none"
    >
      <TabList aria-label={label} className="flex gap-4 border-b border-line">
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            id={tab.id}
            className="-mb-px cursor-default border-b-2 border-transparent px-0.5 py-2 text-14 font-medium text-muted hover:text-ink data-[selected]:border-link data-[selected]:text-ink"
          >
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="flex min-h-0 flex-1 flex-col pt-4 outline-offset-4">
          <InSlices>{tab.content}</InSlices>
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
