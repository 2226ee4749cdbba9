/** The token that lets this page speak to its node. */

const KEY = 'shoal-token';

/** Takes the token out of the address bar, where links have it, and keeps it for this tab. */
export function takeFromAddress() {
  const found = /^#token=([A-Za-z0-9_-]+)$/.exec(location.hash);
  if (found) {
    remember(found[1]);
    history.replaceState(null, '', `${location.pathname}#/transfers`);
  }
}

/** The token, or null. */
export function token() {
  return sessionStorage.getItem(KEY);
}

/** Keeps a token for as long as this tab is open. */
export function remember(text) {
  sessionStorage.setItem(KEY, text);
}

/** Forgets the token. */
export function forget() {
  sessionStorage.removeItem(KEY);
}

/** The token in what somebody pasted: itself, or the whole link. */
export function tokenIn(text) {
  const trimmed = text.trim();
  const at = trimmed.indexOf('#token=');
  const found = at >= 0 ? trimmed.slice(at + 7) : trimmed;
  return /^[A-Za-z0-9_-]{16,}$/.test(found) ? found : null;
}
