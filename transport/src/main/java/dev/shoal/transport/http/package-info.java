/**
 * A small HTTP/1.1 server: bounded, patient with nobody for long, zero-copy for files, with event
 * streams.
 *
 * <p>{@link dev.shoal.transport.http.HttpServer} listens; an {@link
 * dev.shoal.transport.http.HttpHandler} makes an {@link dev.shoal.transport.http.HttpAnswer} of
 * each {@link dev.shoal.transport.http.HttpCall}.
 */
@NullMarked
package dev.shoal.transport.http;

import org.jspecify.annotations.NullMarked;
