# When does snapd refresh by itself?
answer timer "$(snap get system refresh.timer 2>/dev/null || true)"
