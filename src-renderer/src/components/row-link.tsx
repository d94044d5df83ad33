import { Link } from '@tanstack/react-router';

const linkClass = 'rounded-control text-link underline';

/** Whether rows of a kind have a page of their own, also when they are archived. */
export const hasPage = (entity: string): boolean => ['group', 'plan', 'customer'].includes(entity);

/** The name of a row, which leads to its page where it has one. */
export function RowLink({ entity, id, text }: { entity: string; id: string; text: string }) {
  switch (entity) {
    case 'group':
      return (
        <Link to="/groups/$groupId" params={{ groupId: id }} className={linkClass}>
          {text}
        </Link>
      );
    case 'plan':
      return (
        <Link to="/plans/$planId" params={{ planId: id }} className={linkClass}>
          {text}
        </Link>
      );
    case 'customer':
      return (
        <Link to="/customers/$customerId" params={{ customerId: id }} className={linkClass}>
          {text}
        </Link>
      );
    default:
      return text;
  }
}
