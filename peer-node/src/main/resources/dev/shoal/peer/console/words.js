/** What the node's words mean to a person. */

export const DOWNLOAD_STATES = {
  waiting: 'Waiting',
  queued: 'Next in line',
  checking: 'Checking',
  downloading: 'Downloading',
  paused: 'Paused',
  finishing: 'Finishing',
  complete: 'Complete',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const SHARE_STATES = { preparing: 'Preparing', shared: 'Shared', failed: 'Not shared' };

export const ORIGINS = { added: 'added here', downloaded: 'downloaded', watched: 'watched folder' };

export const POLICIES = [
  ['approval', 'The owner accepts who asks'],
  ['open', 'Whoever has an account'],
  ['invitation', 'Who has the invitation code'],
];

export const ROLES = { none: '', requested: 'Asked to join', member: 'Member', owner: 'Owner' };

export const PRIORITIES = [['low', 'Low'], ['normal', 'Normal'], ['high', 'High']];

export const LEVELS = { info: 'Info', warning: 'Warning', error: 'Error' };

/** Whether a download is over, in whatever way. */
export function isOver(download) {
  return ['complete', 'failed', 'cancelled'].includes(download.state);
}

/** Whether bytes may arrive. */
export function isActive(download) {
  return ['queued', 'checking', 'downloading', 'finishing'].includes(download.state);
}

/** The link by which others get what a download got. */
export function linkOf(download, status) {
  if (/^shoal:/.test(download.what)) {
    return download.what;
  }
  const tracker = status?.tracker ? `&t=${encodeURIComponent(status.tracker)}` : '';
  return `shoal:${download.fileId}?n=${encodeURIComponent(download.name)}${tracker}`;
}

/** A sentence with a capital and a full stop, which the node's messages go without. */
export function sentence(text) {
  const trimmed = text.trim();
  // A name or a path is written as it is.
  const begin = /^[a-z]+(?:[ ,’']|$)/.test(trimmed) ? trimmed[0].toUpperCase() + trimmed.slice(1) : trimmed;
  return begin === '' || /[.!?…]$/.test(begin) ? begin : `${begin}.`;
}
