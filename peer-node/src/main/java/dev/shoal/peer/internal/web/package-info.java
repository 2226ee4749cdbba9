/** Files over HTTP, for whoever knows no other way to fetch them. */
@NullMarked
package dev.shoal.peer.internal.web;

import org.jspecify.annotations.NullMarked;
