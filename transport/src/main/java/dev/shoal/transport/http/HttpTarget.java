package dev.shoal.transport.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a request line asks for: a path, decoded once and without a way up, and parameters.
 *
 * @param segments what is between the slashes of the path; a slash that was encoded is part of one
 */
record HttpTarget(List<String> segments, Map<String, List<String>> query) {
  private static final int MAX_PARAMETERS = 64;

  /** Takes a request target apart; fails with 400. */
  static HttpTarget of(String target) {
    String rest = withoutAuthority(target);
    int mark = rest.indexOf('?');
    String path = mark < 0 ? rest : rest.substring(0, mark);
    if (!path.startsWith("/") || rest.indexOf('#') >= 0) {
      throw bad("the request names no path");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(segment(segment));
    }
    return new HttpTarget(
        List.copyOf(segments), mark < 0 ? Map.of() : parameters(rest.substring(mark + 1)));
  }

  /** The path, decoded. */
  String path() {
    return "/" + String.join("/", segments);
  }

  /** A proxy may be given the whole address. */
  private static String withoutAuthority(String target) {
    if (!target.regionMatches(true, 0, "http://", 0, 7)) {
      return target;
    }
    int slash = target.indexOf('/', 7);
    return slash < 0 ? "/" : target.substring(slash);
  }

  private static String segment(String encoded) {
    String decoded = decoded(encoded);
    if (decoded.equals(".") || decoded.equals("..")) {
      throw bad("the path may not contain . or ..");
    }
    if (decoded.chars().anyMatch(Character::isISOControl)) {
      throw bad("the path contains a control character");
    }
    return decoded;
  }

  private static String decoded(String encoded) {
    if (encoded.indexOf('%') < 0 && encoded.chars().allMatch(each -> each < 0x80)) {
      return encoded;
    }
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length() * 3);
    for (int at = 0; at < encoded.length(); at++) {
      char each = encoded.charAt(at);
      if (each == '%') {
        bytes.put((byte) (digit(encoded, at + 1) << 4 | digit(encoded, at + 2)));
        at += 2;
      } else if (each < 0x100) {
        bytes.put((byte) each); // the decoder of headers makes a character of each byte
      } else {
        throw bad("the path is not encoded");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw bad("the path is no UTF-8");
    }
  }

  private static int digit(String encoded, int at) {
    int digit = at < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
    if (digit < 0) {
      throw bad("the path has a % without two hexadecimal digits");
    }
    return digit;
  }

  private static Map<String, List<String>> parameters(String query) {
    try {
      return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MAX_PARAMETERS)
          .parameters();
    } catch (IllegalArgumentException e) {
      throw bad("the parameters are not encoded as they should be");
    }
  }

  private static HttpException bad(String sentence) {
    return new HttpException(400, "bad-request", sentence);
  }
}
