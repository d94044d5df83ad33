import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';

export interface Crumb {
  label: string;
  /** A path inside the app; the last crumb and headings have none. */
  to?: string;
}

/** Where this page is: `Product Catalog › Groups`. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-14">
        {crumbs.map((crumb, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <li
              key={`${crumb.to ?? ''}${crumb.label}`}
              className={`flex min-w-0 items-center gap-1 ${isLast ? '' : 'max-w-40 shrink-0 max-sm:shrink'}`}
            >
              {index > 0 && <ChevronRight aria-hidden size={14} className="shrink-0 text-muted" />}
              {crumb.to && !isLast ? (
                <Link to={crumb.to} className="truncate rounded-control text-muted hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
              ) : (
                <span
                  className={`truncate ${isLast ? 'font-medium text-ink' : 'text-muted'}`}
                  aria-current={isLast ? 'page' : undefined}
                  title={crumb.label}
                >
                  {crumb.label}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
