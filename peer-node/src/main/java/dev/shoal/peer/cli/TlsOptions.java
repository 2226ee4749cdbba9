package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.TlsMode;
import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command's node encrypts, and whom it trusts. */
final class TlsOptions {
  @Option(
      order = 12,
      names = "--tls",
      paramLabel = "off|auto|required",
      description =
          "Which connections are encrypted: off, none, so no logins and no groups; auto, those with"
              + " trackers and for groups; required, all, and plain ones are refused. Default:"
              + " auto.")
  private TlsMode mode = TlsMode.AUTO;

  @Option(
      order = 12,
      names = "--tracker-fingerprint",
      paramLabel = "TEXT",
      description =
          "The fingerprint that the tracker printed when it started; any other is refused. Default:"
              + " the one that it had at the first time, which is kept in the directory of --data.")
  private @Nullable String trackerFingerprint;

  @Option(
      order = 12,
      names = "--certificate",
      paramLabel = "PEM",
      description =
          "File with this node's certificate and those that lead to its authority; together with"
              + " --certificate-key. Default: one that this node has made for itself.")
  private @Nullable Path certificate;

  @Option(
      order = 12,
      names = "--certificate-key",
      paramLabel = "PEM",
      description = "File with the private key of --certificate. Default: the node's own key.")
  private @Nullable Path certificateKey;

  @Option(
      order = 12,
      names = "--authorities",
      paramLabel = "PEM",
      description =
          "File with the certificates of authorities by which trackers are known. Default: none,"
              + " trackers are known by their fingerprints.")
  private @Nullable Path authorities;

  /**
   * Passes them on.
   *
   * @throws IllegalArgumentException if they don't go together
   */
  void applyTo(PeerNode.Builder builder) {
    builder.tls(mode);
    if (trackerFingerprint != null) {
      builder.trackerFingerprint(trackerFingerprint);
    }
    if (certificate != null && certificateKey != null) {
      builder.certificate(certificate, certificateKey);
    } else if (certificate != null || certificateKey != null) {
      throw new IllegalArgumentException("--certificate and --certificate-key go together");
    }
    if (authorities != null) {
      builder.authorities(authorities);
    }
  }

  static TlsMode mode(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "off" -> TlsMode.OFF;
      case "auto" -> TlsMode.AUTO;
      case "required" -> TlsMode.REQUIRED;
      default ->
          throw new IllegalArgumentException(
              "--tls is off, auto or required, not: " + PlainText.of(text));
    };
  }
}
