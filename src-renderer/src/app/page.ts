import { useEffect } from 'react';
import { create } from 'zustand';
import type { Crumb } from '../components/breadcrumbs';

interface PageState {
  title: string;
  crumbs: readonly Crumb[];
  /** What the status bar says about the list on screen: "4 of 4 rows · 1 selected". */
  status: string;
}

export const usePageStore = create<PageState>(() => ({ title: '', crumbs: [], status: '' }));

/** Names the page: window title and breadcrumbs. Call once per screen; `title` may change as data arrives. */
export function usePage(title: string, crumbs: readonly Crumb[]) {
  const key = JSON.stringify(crumbs);
  useEffect(() => {
    document.title = title ? `${title} · Pricebook` : 'Pricebook';
    usePageStore.setState({ title, crumbs: JSON.parse(key) as Crumb[] });
  }, [title, key]);
}

/** What the status bar says about this screen, until it is left. */
export function useStatusText(text: string) {
  useEffect(() => {
    usePageStore.setState({ status: text });
    // A tab that opens may have spoken before the one that closes is taken down.
    return () => usePageStore.setState((state) => (state.status === text ? { status: '' } : state));
  }, [text]);
}
