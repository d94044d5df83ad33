import { Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useEnvironment } from '../door/environment';
import { FirstRunScreen } from '../screens/first-run/first-run-screen';

/** The first page: the first-run choices while the environment is empty, else the groups. */
export function StartRoute() {
  const environment = useEnvironment();
  // A choice fills the environment, and then leads on itself: until it does, this page stays.
  const [wasEmpty] = useState(environment.is_empty);
  return wasEmpty ? <FirstRunScreen /> : <Navigate to="/groups" replace />;
}
