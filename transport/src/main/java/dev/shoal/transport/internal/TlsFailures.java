package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.TransportException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.OpenSslCertificateException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in sentences for people what the implementations of TLS say in words of their own. */
final class TlsFailures {
  private static final Pattern REFUSED_CERTIFICATE =
      Pattern.compile("alert.*(certificate|unknown.ca|access.denied)");
  private static final Pattern NO_TLS =
      Pattern.compile("wrong.version.number|http.request|not an ssl");
  private static final Pattern OTHER_VERSION =
      Pattern.compile("protocol.version|unsupported.protocol|protocols? (is|are) not");

  private TlsFailures() {}

  /** Whether it has to do with TLS, and not with the socket below. */
  static boolean isOne(Throwable failure) {
    return find(failure, SSLException.class) != null;
  }

  /** Why no encrypted connection came about. */
  static TransportException beforeGreeting(Throwable failure) {
    OpenSslCertificateException certificate = find(failure, OpenSslCertificateException.class);
    if (certificate != null) {
      return untrusted(String.valueOf(certificate.getMessage()), failure);
    }
    if (find(failure, NotSslRecordException.class) != null) {
      return noTls(failure);
    }
    if (!isOne(failure)) {
      return new TransportException.Unreachable(
          ErrorCode.UNKNOWN,
          find(failure, ClosedChannelException.class) != null
              ? "the other side closed the connection before it proved who it is"
              : "the connection was lost: " + Addresses.reason(failure),
          failure);
    }
    String words = Addresses.reason(failure);
    String lower = words.toLowerCase(Locale.ROOT);
    if (REFUSED_CERTIFICATE.matcher(lower).find()) {
      return untrusted("the other side does not accept the certificate of this one", failure);
    }
    if (NO_TLS.matcher(lower).find()) {
      return noTls(failure);
    }
    if (OTHER_VERSION.matcher(lower).find()) {
      return untrusted("the two sides have no version of TLS in common, 1.3 here", failure);
    }
    return untrusted("the TLS handshake failed: " + PlainText.of(words), failure);
  }

  /** Why an encrypted connection ended. */
  static TransportException afterGreeting(Throwable failure) {
    return new TransportException.Closed(
        ErrorCode.PROTOCOL_VIOLATION,
        "what arrives makes no sense to TLS: " + PlainText.of(Addresses.reason(failure)),
        failure);
  }

  /** The other side answered without TLS. */
  static TransportException noTls(@Nullable Throwable failure) {
    return untrusted("the other side does not speak TLS", failure);
  }

  private static TransportException untrusted(String sentence, @Nullable Throwable cause) {
    return new TransportException.Untrusted(sentence, cause);
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }
}
