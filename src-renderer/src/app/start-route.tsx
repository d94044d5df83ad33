import { Navigate } from '@tanstack/react-router';
import { useEnvironment } from '../door/environment';
import { FirstRunScreen } from '../screens/first-run/first-run-screen';

/** The first page: the first-run choices while the environment is empty, else the groups. */
export function StartRoute() {
  const environment = useEnvironment();
  return environment.is_empty ? <FirstRunScreen /> : <Navigate to="/groups" replace />;
}
