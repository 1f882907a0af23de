package stage5.local.apigateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a request by Signature Version 4, as its {@code Authorization} header states it. A signature in the
 * query string is not supported.
 *
 * @param accessKey the id of the caller's access key
 * @param date as {@code 20150830}
 * @param headers the names of the signed headers, in lower case
 * @param value in hexadecimal digits
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *     signed AWS API request</a>
 */
record SignatureV4(String accessKey, String date, String region, String service, List<String> headers, String value) {

    static final String DATE_HEADER = "X-Amz-Date";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TERMINATOR = "aws4_request";
    private static final Pattern AUTHORIZATION =
            Pattern.compile(ALGORITHM + " +Credential=(?<key>[^/, ]+)/(?<date>\\d{8})/(?<region>[a-z0-9-]+)/"
                    + "(?<service>[a-z0-9-]+)/" + TERMINATOR
                    + ", *SignedHeaders=(?<headers>[a-z0-9;-]+), *Signature=(?<value>[0-9a-f]{64})");

    /** Parses the only {@code Authorization} header; empty if there are several, or if it is no such signature. */
    static Optional<SignatureV4> of(HttpServerRequest request) {
        List<String> authorization = request.headers().getAll("Authorization");
        Matcher matcher = AUTHORIZATION.matcher(authorization.size() == 1 ? authorization.getFirst() : "");
        return matcher.matches()
                ? Optional.of(new SignatureV4(
                        matcher.group("key"),
                        matcher.group("date"),
                        matcher.group("region"),
                        matcher.group("service"),
                        List.of(matcher.group("headers").split(";")),
                        matcher.group("value")))
                : Optional.empty();
    }

    /** Returns whether the owner of the secret key has signed this request. The host must be signed. */
    boolean isOf(HttpServerRequest request, Buffer body, String secret) {
        String expected = compute(request, body, secret);
        return headers.contains("host")
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII), value.getBytes(StandardCharsets.US_ASCII));
    }

    private String compute(HttpServerRequest request, Buffer body, String secret) {
        String scope = String.join("/", date, region, service, TERMINATOR);
        String signed = String.join(
                "\n",
                ALGORITHM,
                request.headers().contains(DATE_HEADER) ? request.getHeader(DATE_HEADER) : "",
                scope,
                hex(sha256(canonical(request, body).getBytes(StandardCharsets.UTF_8))));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return hex(hmac(key, signed));
    }

    private String canonical(HttpServerRequest request, Buffer body) {
        return String.join(
                "\n",
                request.method().name(),
                encoded(request.path(), "/"),
                query(request.query()),
                headers.stream()
                        .map(name -> name + ":" + values(request, name) + "\n")
                        .collect(Collectors.joining()),
                String.join(";", headers),
                hex(sha256(body.getBytes())));
    }

    private static String values(HttpServerRequest request, String name) {
        return request.headers().getAll(name).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    /** Sorts by name, then by value. A plus sign means itself, as in any URI (RFC 3986). */
    private static String query(String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.split("=", 2))
                .map(parts -> new String[] {reencoded(parts[0]), reencoded(parts.length > 1 ? parts[1] : "")})
                .sorted(Comparator.<String[], String>comparing(parts -> parts[0])
                        .thenComparing(parts -> parts[1]))
                .map(parts -> parts[0] + "=" + parts[1])
                .collect(Collectors.joining("&"));
    }

    /** Returns the text with every character percent-encoded that RFC 3986 does not call unreserved. */
    private static String reencoded(String encoded) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%' && i + 2 < encoded.length()) {
                bytes.append((char) HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else {
                bytes.append(encoded.charAt(i));
            }
        }
        return encoded(bytes.toString(), "");
    }

    /** Encodes each character, which stands for one byte: the HTTP parser decodes ISO 8859-1. */
    private static String encoded(String bytes, String kept) {
        StringBuilder encoded = new StringBuilder();
        for (char each : bytes.toCharArray()) {
            if (isUnreserved(each) || kept.indexOf(each) >= 0) {
                encoded.append(each);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) each));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(char each) {
        return each < 0x80 && (Character.isLetterOrDigit(each) || "-._~".indexOf(each) >= 0);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).toLowerCase(Locale.ROOT);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
