/** Requests to the node. Failures are {@link ApiError}s with a sentence for a person. */

import { token } from './token.js';
import { sentence } from './words.js';

/** What went wrong, in words. */
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** One that says that the node can't be reached. */
export function unreachable() {
  return new ApiError(0, 'unreachable', 'The node does not answer. Is it still running?');
}

/** Makes a path of the API: what is filled in is encoded. */
export function path(parts, ...values) {
  return parts.reduce((text, part, i) => text + part + (i < values.length ? encodeURIComponent(values[i]) : ''), '');
}

/** The headers that every request has. */
export function headers(more = {}) {
  return { Authorization: `Bearer ${token() ?? ''}`, ...more };
}

async function call(method, where, body) {
  let response;
  try {
    response = await fetch(`/api/v1${where}`, {
      method,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      headers: headers(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw unreachable();
  }
  return read(response.status, await response.text().catch(() => ''));
}

function read(status, text) {
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    // Not the API's own words: the status has to do.
  }
  if (status >= 200 && status < 300) {
    return value;
  }
  const error = new ApiError(status, value?.error?.code ?? 'failed', sentence(value?.error?.message ?? wordsFor(status)));
  if (status === 401) {
    dispatchEvent(new CustomEvent('shoal-unauthorized'));
  }
  throw error;
}

function wordsFor(status) {
  switch (status) {
    case 401: return 'The node does not accept this token.';
    case 404: return 'There is no such thing here any more.';
    case 413: return 'That is too large.';
    case 429: return 'Too many requests. Wait a moment and try again.';
    default: return `The node answered with the status ${status}.`;
  }
}

export const get = (where) => call('GET', where);
export const post = (where, body = {}) => call('POST', where, body);
export const set = (where, body) => call('PUT', where, body);
export const remove = (where) => call('DELETE', where);

/**
 * Sends a file to the node, which shares it.
 *
 * @param onProgress of bytes sent
 * @return `{ done: Promise of a ShareInfo, stop() }`
 */
export function upload(file, group, onProgress) {
  // fetch() tells nothing of how much has been sent.
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.open('POST', path`/api/v1/uploads?name=${file.name}` + (group ? path`&group=${group}` : ''));
    for (const [name, value] of Object.entries(headers({ 'Content-Type': 'application/octet-stream' }))) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    request.addEventListener('load', () => {
      try {
        resolve(read(request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    });
    request.addEventListener('error', () =>
      reject(new ApiError(0, 'unreachable', 'The file could not be sent. The node may be gone, or the file was changed or can’t be read.')));
    request.addEventListener('abort', () => reject(new ApiError(0, 'stopped', 'Stopped.')));
    request.send(file);
  });
  return { done, stop: () => request.abort() };
}
