/** What TLS needs: keys, certificates and whom to believe, and the handlers that encrypt. */
@NullMarked
package dev.shoal.transport.internal.tls;

import org.jspecify.annotations.NullMarked;
