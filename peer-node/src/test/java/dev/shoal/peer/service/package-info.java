/** A node that stays running: its parts with a time that tests move, and the whole over sockets. */
@NullMarked
package dev.shoal.peer.service;

import org.jspecify.annotations.NullMarked;
