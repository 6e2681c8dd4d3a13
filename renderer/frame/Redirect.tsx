import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** Goes to another address in place of this one, unless the person is already on the way to somewhere else. */
export function Redirect({ to }: { readonly to: string }) {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    // What was clicked meanwhile is in the address at once, but on the screen only when it has loaded.
    if (window.location.pathname === pathname) void navigate(to, { replace: true });
  }, [navigate, pathname, to]);
  return null;
}
