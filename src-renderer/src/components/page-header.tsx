import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** Beside the title: a chip, a copy button. */
  beside?: ReactNode;
  /** One line below: key facts. */
  children?: ReactNode;
  /** Buttons at the right, the primary one last. */
  actions?: ReactNode;
}

/** The head of a page: its one h1 (focused when the page opens) and its actions. */
export function PageHeader({ title, beside, children, actions }: Props) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-[min(16rem,100%)] flex-1">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <h1
            tabIndex={-1}
            className="line-clamp-3 min-w-0 text-20 font-semibold break-words outline-none"
            title={title}
          >
            {title}
          </h1>
          {beside}
        </div>
        {children && <div className="mt-1 text-14 text-secondary">{children}</div>}
      </div>
      {actions && <div className="flex max-w-full flex-wrap gap-2">{actions}</div>}
    </header>
  );
}

/** The body of a page: fills the window; lists inside it scroll by themselves. */
export function Page({ children, isWide = true }: { children: ReactNode; isWide?: boolean }) {
  return (
    <div className={`flex min-h-full flex-col gap-4 px-6 py-5 print:p-0 ${isWide ? '' : 'mx-auto w-full max-w-200'}`}>
      {children}
    </div>
  );
}

/** A page whose list takes the remaining height and scrolls inside. */
export function ListPage({ children }: { children: ReactNode }) {
  return <div className="flex h-full min-h-100 flex-col gap-3 px-6 py-5">{children}</div>;
}
