package stage5.kit.testing.http;

import static stage5.kit.testing.http.RawInput.CUT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Inputs at the shop's entry point with the right answers: what RFC 9110 (semantics), RFC 9112 (HTTP/1.1), RFC 3986
 * (targets) and the shop's own contract demand. None is ever answered with a 500, and none makes a service see another
 * request than the client sent.
 *
 * <p>The rows expect services that answer each request with a 200.
 */
public final class RawInputs {

    private static final String HOST = "Host: shop.example\r\n";
    private static final String PRODUCTS = "GET /api/products";
    private static final String PLACE = "POST /api/orders";
    private static final String BODY = "{\"lines\":[]}";
    private static final String SMUGGLED = "GET /api/sales HTTP/1.1\r\nHost: shop.example\r\n\r\n";
    private static final int HEADER_LIMIT_EXCEEDED = 70_000;

    /** The methods of each route, besides HEAD, where there is GET, and OPTIONS. */
    private static final Map<String, List<String>> ROUTES = routes();

    private RawInputs() {}

    /** Returns all rows. */
    public static List<RawInput> all() {
        return Stream.of(hosts(), framing(), syntax(), limits(), targets(), methods(), fields(), semantics())
                .flatMap(List::stream)
                .toList();
    }

    private static List<RawInput> hosts() {
        String section = "RFC 9112, 3.2";
        List<RawInput> rows = new ArrayList<>(List.of(
                row("no Host", section, "GET /api/products HTTP/1.1\r\n\r\n").answers(400),
                row("no Host in HTTP/1.0", section, "GET /api/products HTTP/1.0\r\n\r\n")
                        .answers(200)
                        .passes(PRODUCTS),
                row(
                                "two Host lines",
                                section,
                                "GET /api/products HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n")
                        .answers(400),
                row("the same Host twice", section, "GET /api/products HTTP/1.1\r\n" + HOST + HOST + "\r\n")
                        .answers(400),
                row("a Host with a port", section, "GET /api/products HTTP/1.1\r\nHost: shop.example:8443\r\n\r\n")
                        .answers(200)
                        .passes(PRODUCTS),
                row("an IPv6 Host", "RFC 3986, 3.2.2", "GET /api/products HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n")
                        .answers(200)
                        .passes(PRODUCTS),
                row(
                                "absolute-form",
                                "RFC 9112, 3.2.2",
                                "GET http://shop.example/api/products?a=1 HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(200)
                        .passes("GET /api/products?a=1"),
                row(
                                "absolute-form with another Host",
                                "RFC 9112, 3.2.2",
                                "GET http://shop.example/api/products HTTP/1.1\r\nHost: other.example\r\n\r\n")
                        .answers(200)
                        .passes(PRODUCTS),
                row(
                                "absolute-form with user information",
                                "RFC 9110, 4.2.4",
                                "GET http://a:b@shop.example/api/products HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(400),
                row(
                                "absolute-form of another scheme",
                                "RFC 9112, 3.2.2",
                                "GET ftp://shop.example/api/products HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(400),
                row(
                                "absolute-form without a path",
                                "RFC 9112, 3.2.2",
                                "GET http://shop.example HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(404),
                row(
                                "authority-form of CONNECT",
                                "RFC 9110, 9.3.6",
                                "CONNECT shop.example:443 HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(400, 405, 501),
                row("asterisk-form of OPTIONS", "RFC 9112, 3.2.4", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(204)
                        .with("allow", ".*GET.*"),
                row("asterisk-form of GET", "RFC 9112, 3.2.4", "GET * HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(400)));
        for (String host : List.of(
                "",
                "a b",
                "a.example/api",
                "user@shop.example",
                "shop.example:port",
                "shop.example:99999",
                "<shop>",
                "[::1",
                "shop.example,other.example:1:2",
                "shop.example\\",
                "sh%op",
                "a\"b",
                "shop.example?x",
                "#")) {
            rows.add(row("the Host '" + host + "'", section, "GET /api/products HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .answers(400));
        }
        return rows;
    }

    /** Shapes by which two servers see different ends of a request. */
    private static List<RawInput> framing() {
        String both = "RFC 9112, 6.1";
        String length = "RFC 9112, 6.3";
        List<RawInput> rows = new ArrayList<>(List.of(
                post(
                                "Content-Length and Transfer-Encoding",
                                both,
                                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                                "0\r\n\r\n" + SMUGGLED)
                        .answers(200, 400)
                        .with("connection", "close")
                        .mayPass(PLACE)
                        .hides("transfer-encoding"),
                post(
                                "Transfer-Encoding and Content-Length",
                                both,
                                "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n",
                                "0\r\n\r\nX" + SMUGGLED)
                        .answers(200, 400)
                        .with("connection", "close")
                        .mayPass(PLACE)
                        .hides("transfer-encoding"),
                row(
                                "Transfer-Encoding in HTTP/1.0",
                                both,
                                "POST /api/orders HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                        .answers(400),
                post(
                                "chunked that is not the last coding",
                                length,
                                "Transfer-Encoding: chunked, identity\r\n",
                                "0\r\n\r\n")
                        .answers(400, 501),
                post("another coding before chunked", both, "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")
                        .answers(400, 501),
                post("an unknown coding", both, "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")
                        .answers(400, 501),
                post("a coding in quotes", both, "Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n")
                        .answers(400, 501),
                post("chunked twice in one line", both, "Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")
                        .answers(400, 501),
                post(
                                "two Transfer-Encoding lines",
                                both,
                                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                                "0\r\n\r\n")
                        .answers(400, 501),
                post(
                                "a space before the colon of Transfer-Encoding",
                                "RFC 9112, 5.1",
                                "Content-Length: 5\r\nTransfer-Encoding : chunked\r\n",
                                "0\r\n\r\n")
                        .answers(400),
                post("a vertical tab before chunked", both, "Transfer-Encoding: \u000bchunked\r\n", "0\r\n\r\n")
                        .answers(400, 501),
                post("chunked in capitals", both, "Transfer-Encoding: CHUNKED\r\n", "c\r\n" + BODY + "\r\n0\r\n\r\n")
                        .answers(200)
                        .passes(PLACE),
                post("two different Content-Length lines", length, "Content-Length: 12\r\nContent-Length: 13\r\n", BODY)
                        .answers(400),
                post("a list of Content-Lengths", length, "Content-Length: 12, 13\r\n", BODY)
                        .answers(400),
                post("the same Content-Length twice", length, "Content-Length: 12\r\nContent-Length: 12\r\n", BODY)
                        .answers(200, 400)
                        .mayPass(PLACE),
                post("a Content-Length beyond 64 bits", length, "Content-Length: 99999999999999999999\r\n", "")
                        .answers(400, 413),
                post("a Content-Length over the limit", "RFC 9110, 15.5.14", "Content-Length: 262145\r\n", "")
                        .answers(413),
                row(
                                "a body of GET that looks like a request",
                                "RFC 9112, 6.3",
                                "GET /api/products HTTP/1.1\r\n" + HOST + "Content-Length: " + SMUGGLED.length()
                                        + "\r\n\r\n" + SMUGGLED)
                        .answers(200)
                        .passes(PRODUCTS),
                row(
                                "a body of HEAD that looks like a request",
                                "RFC 9112, 6.3",
                                "HEAD /api/products HTTP/1.1\r\n" + HOST + "Content-Length: " + SMUGGLED.length()
                                        + "\r\n\r\n" + SMUGGLED)
                        .answers(200)
                        .passes("HEAD /api/products"),
                row(
                                "two requests in one segment",
                                "RFC 9112, 9.3.2",
                                "GET /api/products HTTP/1.1\r\n" + HOST + "\r\n" + SMUGGLED)
                        .answers(200)
                        .passes(PRODUCTS, "GET /api/sales"),
                chunked("a chunk with extensions", "5;a=b;c=\"d\"\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n")
                        .answers(200)
                        .passes(PLACE),
                chunked("an extension that holds a line feed", "2;a\nb\r\n{}\r\n0\r\n\r\n")
                        .answers(400, CUT),
                chunked("an extension of 64 KiB", "2;" + "a".repeat(65_536) + "\r\n{}\r\n0\r\n\r\n")
                        .answers(400, 413, CUT),
                chunked("a chunk size with 0x", "0x2\r\n{}\r\n0\r\n\r\n").answers(400, CUT),
                chunked("a negative chunk size", "-2\r\n{}\r\n0\r\n\r\n").answers(400, CUT),
                chunked("a chunk size beyond 64 bits", "fffffffffffffffff\r\n{}\r\n0\r\n\r\n")
                        .answers(400, 413, CUT),
                chunked("a chunk size of nothing", "\r\n{}\r\n0\r\n\r\n").answers(400, CUT),
                chunked("a chunk longer than its size", "2\r\n{}X\r\n0\r\n\r\n").answers(400, CUT),
                chunked("a bare LF after a chunk size", "2\n{}\r\n0\r\n\r\n").answers(400, CUT),
                chunked("a bare LF after a chunk", "2\r\n{}\n0\r\n\r\n").answers(400, CUT),
                post(
                                "trailers",
                                "RFC 9110, 6.5.1",
                                "Transfer-Encoding: chunked\r\nTrailer: Idempotency-Key, X-Evil\r\n",
                                "2\r\n{}\r\n0\r\nX-Evil: 1\r\nIdempotency-Key: k\r\nContent-Length: 50\r\n\r\n")
                        .answers(200, 400, CUT)
                        .mayPass(PLACE)
                        .hides("x-evil", "idempotency-key", "trailer")));
        for (String value : List.of("+12", "-1", "0xc", "12 12", "1e1", "12;", "c", "\"12\"")) {
            rows.add(post("the Content-Length '" + value + "'", length, "Content-Length: " + value + "\r\n", BODY)
                    .answers(400));
        }
        return rows;
    }

    private static List<RawInput> syntax() {
        return List.of(
                row(
                                "a folded header",
                                "RFC 9112, 5.2",
                                "GET /api/products HTTP/1.1\r\n" + HOST + "X-Any: a\r\n b\r\n\r\n")
                        .answers(200, 400)
                        .mayPass(PRODUCTS),
                row("lines that end with LF", "RFC 9112, 2.2", "GET /api/products HTTP/1.1\nHost: shop.example\n\n")
                        .answers(200, 400)
                        .mayPass(PRODUCTS),
                row(
                                "a bare CR in a header",
                                "RFC 9112, 2.2",
                                "GET /api/products HTTP/1.1\r\n" + HOST + "X-Any: a\rX-Evil: b\r\n\r\n")
                        .answers(200, 400)
                        .mayPass(PRODUCTS)
                        .hides("x-evil"),
                row(
                                "an empty line before the request",
                                "RFC 9112, 2.2",
                                "\r\nGET /api/products HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(200)
                        .passes(PRODUCTS),
                row(
                                "a space before the first header",
                                "RFC 9112, 2.2",
                                "GET /api/products HTTP/1.1\r\n " + HOST + "\r\n")
                        .answers(400),
                row(
                                "a space before a colon",
                                "RFC 9112, 5.1",
                                "GET /api/products HTTP/1.1\r\n" + HOST + "X-Any : a\r\n\r\n")
                        .answers(400),
                row("a header without colon", "RFC 9112, 5", "GET /api/products HTTP/1.1\r\n" + HOST + "X-Any\r\n\r\n")
                        .answers(400),
                row("a header without name", "RFC 9112, 5", "GET /api/products HTTP/1.1\r\n" + HOST + ": a\r\n\r\n")
                        .answers(200, 400)
                        .mayPass(PRODUCTS)
                        .hides(""),
                row(
                                "NUL in a header's name",
                                "RFC 9110, 5.1",
                                "GET /api/products HTTP/1.1\r\n" + HOST + "X-A\0ny: a\r\n\r\n")
                        .answers(400),
                row(
                                "NUL in a header's value",
                                "RFC 9110, 5.5",
                                "GET /api/products HTTP/1.1\r\n" + HOST + "X-Any: a\0b\r\n\r\n")
                        .answers(400),
                row(
                                "a control character in a header's value",
                                "RFC 9110, 5.5",
                                "GET /api/products HTTP/1.1\r\n" + HOST + "X-Any: a\u0001b\r\n\r\n")
                        .answers(400),
                row(
                                "a non-ASCII header's name",
                                "RFC 9110, 5.1",
                                "GET /api/products HTTP/1.1\r\n" + HOST + "X-\u00c4ny: a\r\n\r\n")
                        .answers(400),
                row("a request line without version", "RFC 9112, 3", "GET /api/products\r\n\r\n")
                        .answers(400, 505, CUT),
                row("a version that is none", "RFC 9112, 2.3", "GET /api/products HTTQ/1.1\r\n" + HOST + "\r\n")
                        .answers(CUT),
                row("version 3.0", "RFC 9110, 15.6.6", "GET /api/products HTTP/3.0\r\n" + HOST + "\r\n")
                        .answers(CUT),
                row("version 1.2", "RFC 9110, 2.5", "GET /api/products HTTP/1.2\r\n" + HOST + "\r\n")
                        .answers(CUT, 200, 505)
                        .mayPass(PRODUCTS),
                row("two spaces in the request line", "RFC 9112, 3", "GET  /api/products HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(200, 400)
                        .mayPass(PRODUCTS),
                row("a tab in the request line", "RFC 9112, 3", "GET\t/api/products HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(200, 400, 501, CUT)
                        .mayPass(PRODUCTS),
                row(
                                "a TLS greeting",
                                "RFC 9112, 2.2",
                                "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n")
                        .answers(400, 501, CUT));
    }

    private static List<RawInput> limits() {
        String fields = "RFC 6585, 5";
        return List.of(
                row(
                                "1,000 headers",
                                fields,
                                "GET /api/products HTTP/1.1\r\n" + HOST
                                        + IntStream.range(0, 1000)
                                                .mapToObj(n -> "x-" + n + ": 1\r\n")
                                                .reduce("", String::concat)
                                        + "\r\n")
                        .answers(431, CUT),
                row(
                                "100 headers",
                                fields,
                                "GET /api/products HTTP/1.1\r\n" + HOST
                                        + IntStream.range(0, 100)
                                                .mapToObj(n -> "x-" + n + ": 1\r\n")
                                                .reduce("", String::concat)
                                        + "\r\n")
                        .answers(200)
                        .passes(PRODUCTS),
                row(
                                "a header of 64 KiB",
                                fields,
                                "GET /api/products HTTP/1.1\r\n" + HOST + "X-Any: " + "a".repeat(HEADER_LIMIT_EXCEEDED)
                                        + "\r\n\r\n")
                        .answers(431, CUT),
                row(
                                "a header name of 64 KiB",
                                fields,
                                "GET /api/products HTTP/1.1\r\n" + HOST + "x".repeat(HEADER_LIMIT_EXCEEDED)
                                        + ": 1\r\n\r\n")
                        .answers(431, CUT),
                row(
                                "a target of 64 KiB",
                                "RFC 9110, 15.5.15",
                                "GET /api/products?q=" + "a".repeat(HEADER_LIMIT_EXCEEDED) + " HTTP/1.1\r\n" + HOST
                                        + "\r\n")
                        .answers(414, CUT));
    }

    private static List<RawInput> targets() {
        String traversal = "RFC 3986, 5.2.4";
        String characters = "RFC 3986, 2.1";
        return List.of(
                get("a way out of the API", traversal, "/api/products/../../q/metrics")
                        .answers(404),
                get("an encoded way out of the API", traversal, "/api/products/%2e%2e/%2e%2e/q/metrics")
                        .answers(404),
                get("a way out with encoded slashes", traversal, "/api/products/..%2f..%2fq%2fmetrics")
                        .answers(400, 404),
                get("a way out in double encoding", traversal, "/api/products/%252e%252e/%252e%252e/q/metrics")
                        .answers(400, 404),
                get("a way out with backslashes", characters, "/api/products/..\\..\\q\\metrics")
                        .answers(400),
                get("a way out with encoded backslashes", characters, "/api/products/..%5c..%5cq")
                        .answers(400, 404),
                get("dots that stay inside", traversal, "/api/orders/../products")
                        .answers(200)
                        .passes(PRODUCTS),
                get("a dot segment", traversal, "/api/./products").answers(200).passes(PRODUCTS),
                get("a doubled slash", "RFC 3986, 3.3", "/api//products")
                        .answers(200, 404)
                        .mayPass(PRODUCTS),
                get("two leading slashes", "RFC 3986, 3.3", "//api/products")
                        .answers(200, 400, 404)
                        .mayPass(PRODUCTS),
                get("an encoded slash", "RFC 3986, 2.2", "/api/products/a%2Fb")
                        .answers(200, 404)
                        .mayPass("GET /api/products/a%2Fb"),
                get("an encoded letter", "RFC 3986, 6.2.2.2", "/api/%70roducts")
                        .answers(200, 404)
                        .mayPass(PRODUCTS),
                get("an encoded NUL", characters, "/api/products/a%00b").answers(400, 404),
                get("an encoded line feed", characters, "/api/products/a%0d%0aX-Evil:%201")
                        .answers(400, 404),
                get("NUL", characters, "/api/products/a\0b").answers(400),
                get("a percent sign without digits", characters, "/api/products/a%zz")
                        .answers(400),
                get("a percent sign at the end", characters, "/api/products/a%").answers(400),
                get("a percent sign without digits in the query", characters, "/api/products?q=%zz")
                        .answers(400),
                get("bytes that are no UTF-8", "RFC 3986, 2.5", "/api/products/%ff%fe")
                        .answers(400, 404),
                get("an overlong slash", "RFC 3629, 3", "/api/products/..%c0%afq")
                        .answers(400, 404),
                get("a raw byte beyond ASCII", characters, "/api/products/caf\u00e9")
                        .answers(400),
                get("a fragment", "RFC 9112, 3.2", "/api/products#all").answers(400),
                get("angle brackets", characters, "/api/products/<script>").answers(400),
                get("a space in the target", "RFC 9112, 3.2", "/api/products/a b")
                        .answers(400),
                get("a matrix parameter of a collection", "RFC 3986, 3.3", "/api/products;a=b")
                        .answers(404),
                get("a matrix parameter of an item", "RFC 3986, 3.3", "/api/products/x;a=b")
                        .answers(404),
                get("a matrix parameter that hides a way out", "RFC 3986, 3.3", "/api/products/..;/orders")
                        .answers(404),
                get("an encoded matrix parameter that hides a way out", "RFC 3986, 3.3", "/api/products/..%3b/orders")
                        .answers(400, 404),
                get("a target that is no path", "RFC 9112, 3.2", "api/products").answers(400));
    }

    private static List<RawInput> methods() {
        List<RawInput> rows = new ArrayList<>(List.of(
                method("TRACE", "/api/products").answers(405).with("allow", ".*GET.*"),
                row("a method that is none", "RFC 9110, 9.1", "BREW /api/products HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(501),
                row("a method in small letters", "RFC 9110, 9.1", "get /api/products HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(501),
                row(
                                "the methods of an unknown path",
                                "RFC 9110, 9.3.7",
                                "OPTIONS /api/unknown HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(404)));
        ROUTES.forEach((path, allowed) -> {
            boolean get = allowed.contains("GET");
            String allow = Stream.concat(
                            Stream.of("OPTIONS"),
                            get ? Stream.concat(Stream.of("HEAD"), allowed.stream()) : allowed.stream())
                    .sorted()
                    .reduce("", (list, each) -> list.isEmpty() ? each : list + ", " + each);
            rows.add(row("OPTIONS of " + path, "RFC 9110, 9.3.7", "OPTIONS " + path + " HTTP/1.1\r\n" + HOST + "\r\n")
                    .answers(204)
                    .with("allow", allow));
            RawInput head = row("HEAD of " + path, "RFC 9110, 9.3.2", "HEAD " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
            rows.add(
                    get
                            ? head.answers(200, 503).mayPass(reads(path))
                            : head.answers(405).with("allow", allow));
            Stream.of("GET", "POST", "PUT", "PATCH", "DELETE")
                    .filter(each -> !allowed.contains(each))
                    .forEach(each -> rows.add(method(each, path).answers(405).with("allow", allow)));
        });
        return rows;
    }

    private static List<RawInput> fields() {
        String token = "RFC 9110, 11.4";
        String budget = "contract, Stage5-Time-Budget";
        List<RawInput> rows = new ArrayList<>(List.of(
                post(
                                "two Idempotency-Key lines",
                                "RFC 9110, 5.3",
                                "Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 12\r\n",
                                BODY)
                        .answers(400),
                post(
                                "the same Idempotency-Key twice",
                                "RFC 9110, 5.3",
                                "Idempotency-Key: a\r\nIdempotency-Key: a\r\nContent-Length: 12\r\n",
                                BODY)
                        .answers(400),
                post(
                                "two Content-Type lines",
                                "RFC 9110, 8.3",
                                "Content-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n",
                                BODY)
                        .answers(400),
                header(
                                "two Authorization lines",
                                "RFC 9110, 11.6.2",
                                "Authorization: Bearer a\r\nAuthorization: Bearer b")
                        .answers(400),
                header("a token that is none", token, "Authorization: Bearer a")
                        .answers(401)
                        .with("www-authenticate", "Bearer.*"),
                header("two spaces before a token that is none", token, "Authorization: bearer  a")
                        .answers(401)
                        .with("www-authenticate", "Bearer.*"),
                header("no token", token, "Authorization: Bearer").answers(401).with("www-authenticate", "Bearer.*"),
                header("a token with spaces", token, "Authorization: Bearer a b")
                        .answers(401),
                header("a token with a comma", token, "Authorization: Bearer a,b")
                        .answers(400),
                header("a scheme with parameters", token, "Authorization: Digest username=\"a\", realm=\"b\"")
                        .answers(400),
                header("a product name with a comma", "RFC 9110, 10.1.5", "User-Agent: a/1 (KHTML, like Gecko) b/2")
                        .answers(200)
                        .passes(PRODUCTS),
                post(
                                "an Idempotency-Key with a comma",
                                "RFC 9110, 5.3",
                                "Idempotency-Key: a,b\r\nContent-Length: 12\r\n",
                                BODY)
                        .answers(200)
                        .passes(PLACE),
                header("another scheme", token, "Authorization: Basic YTpi")
                        .answers(200, 401)
                        .mayPass(PRODUCTS),
                header(
                                "hop-by-hop headers",
                                "RFC 9110, 7.6.1",
                                "Connection: X-Hop, close\r\nX-Hop: 1\r\nTE: trailers\r\nKeep-Alive: 5\r\nProxy-Connection: x")
                        .answers(200)
                        .passes(PRODUCTS)
                        .hides("x-hop", "te", "keep-alive", "proxy-connection"),
                header(
                                "an upgrade to WebSocket",
                                "RFC 9110, 7.8",
                                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==")
                        .answers(200)
                        .passes(PRODUCTS)
                        .hides("upgrade"),
                header("an upgrade to an unknown protocol", "RFC 9110, 7.8", "Connection: Upgrade\r\nUpgrade: foo/2")
                        .answers(200)
                        .passes(PRODUCTS)
                        .hides("upgrade"),
                header(
                                "an upgrade to HTTP/2",
                                "RFC 9113, 3.1",
                                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__")
                        .answers(200)
                        .passes(PRODUCTS)
                        .hides("upgrade", "http2-settings"),
                post(
                                "two keys with an upgrade to HTTP/2",
                                "RFC 9113, 3.1",
                                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                                        + "Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 12\r\n",
                                BODY)
                        .answers(400),
                row("the preface of HTTP/2", "RFC 9113, 3.4", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                        .answers(400, 501, 505, CUT),
                header("names of another case", "RFC 9110, 5.1", "x-ANY: 1")
                        .answers(200)
                        .passes(PRODUCTS)));
        for (String value : List.of(
                "-99999999999999", "0", "abc", "1e3", "99999999999999999999", "1.5", "+5", "", "5 5", "-1", "0x10")) {
            rows.add(header("the time budget '" + value + "'", budget, "Stage5-Time-Budget: " + value)
                    .answers(400));
        }
        rows.add(header("two time budgets", budget, "Stage5-Time-Budget: 100\r\nStage5-Time-Budget: 200")
                .answers(400));
        return rows;
    }

    private static List<RawInput> semantics() {
        String expect = "RFC 9110, 10.1.1";
        return List.of(
                post("Expect: 100-continue", expect, "Expect: 100-continue\r\nContent-Length: 12\r\n", BODY)
                        .answers(200)
                        .passes(PLACE)
                        .hides("expect"),
                post("Expect: 100-Continue", expect, "Expect: 100-Continue\r\nContent-Length: 12\r\n", BODY)
                        .answers(200)
                        .passes(PLACE)
                        .hides("expect"),
                post("an unknown expectation", expect, "Expect: the-worst\r\nContent-Length: 12\r\n", BODY)
                        .answers(417),
                post(
                                "a known and an unknown expectation",
                                expect,
                                "Expect: 100-continue, the-worst\r\nContent-Length: 12\r\n",
                                BODY)
                        .answers(417),
                post(
                                "a body over the limit that is announced",
                                expect,
                                "Expect: 100-continue\r\nContent-Length: 262145\r\n",
                                "")
                        .answers(413),
                header("an expectation without a body", expect, "Expect: 100-continue")
                        .answers(200)
                        .passes(PRODUCTS)
                        .hides("expect"),
                row(
                                "an expectation in HTTP/1.0",
                                expect,
                                "POST /api/orders HTTP/1.0\r\n" + HOST
                                        + "Expect: 100-continue\r\nContent-Length: 12\r\n\r\n" + BODY)
                        .answers(200)
                        .passes(PLACE)
                        .hides("expect"),
                header("a range", "RFC 9110, 14.2", "Range: bytes=0-5")
                        .answers(200)
                        .passes(PRODUCTS),
                header("a range that is none", "RFC 9110, 14.2", "Range: bytes=a-b,,")
                        .answers(200)
                        .passes(PRODUCTS),
                header("a list of entity tags", "RFC 9110, 13.1.2", "If-None-Match: \"a\", W/\"b\" , \"c,d\"")
                        .answers(200)
                        .passes(PRODUCTS),
                header("any entity tag", "RFC 9110, 13.1.2", "If-None-Match: *")
                        .answers(304)
                        .passes(PRODUCTS),
                header("an entity tag that is none", "RFC 9110, 8.8.3", "If-None-Match: a\"")
                        .answers(200)
                        .passes(PRODUCTS),
                header("a date that is none", "RFC 9110, 13.1.3", "If-Modified-Since: yesterday")
                        .answers(200)
                        .passes(PRODUCTS),
                header("a media type that is none", "RFC 9110, 12.5.1", "Accept: ;;;")
                        .answers(200, 400, 406)
                        .mayPass(PRODUCTS),
                row("a path outside the API", "RFC 9110, 15.5.5", "GET /nothing HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(404),
                row("an unknown path of the API", "RFC 9110, 15.5.5", "GET /api/nothing HTTP/1.1\r\n" + HOST + "\r\n")
                        .answers(404));
    }

    private static String[] reads(String path) {
        // A composed view reads from several services.
        return switch (path) {
            case "/api/home" ->
                new String[] {
                    "GET /api/bestsellers?limit=10", "GET /api/products?limit=20&sort=popularity", "GET /api/categories"
                };
            case "/api/orders/1/details" -> new String[] {"GET /api/orders/1"};
            default -> new String[] {"HEAD " + path};
        };
    }

    private static Map<String, List<String>> routes() {
        Map<String, List<String>> routes = new LinkedHashMap<>();
        routes.put("/api/home", List.of("GET"));
        routes.put("/api/products", List.of("GET", "POST"));
        routes.put("/api/products/import", List.of("POST"));
        routes.put("/api/products/x", List.of("GET", "PATCH"));
        routes.put("/api/products/x/stock", List.of("PUT"));
        routes.put("/api/categories", List.of("GET"));
        routes.put("/api/orders", List.of("GET", "POST"));
        routes.put("/api/orders/1", List.of("GET"));
        routes.put("/api/orders/1/details", List.of("GET"));
        routes.put("/api/orders/1/events", List.of("GET"));
        routes.put("/api/orders/1/cancel", List.of("POST"));
        routes.put("/api/bestsellers", List.of("GET"));
        routes.put("/api/sales", List.of("GET"));
        routes.put("/api/users", List.of("POST"));
        routes.put("/api/users/me", List.of("GET", "PUT", "PATCH"));
        routes.put("/api/users/me/password", List.of("PUT"));
        routes.put("/api/sessions", List.of("GET", "POST", "DELETE"));
        routes.put("/api/sessions/1", List.of("DELETE"));
        routes.put("/api/sessions/refresh", List.of("POST"));
        routes.put("/api/sessions/current", List.of("GET", "DELETE"));
        return routes;
    }

    private static RawInput row(String name, String section, String text) {
        return RawInput.of(name, section, text);
    }

    private static RawInput get(String name, String section, String target) {
        return row(name, section, "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private static RawInput method(String method, String path) {
        return row(
                method + " of " + path,
                "RFC 9110, 15.5.6",
                method + " " + path + " HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
    }

    private static RawInput header(String name, String section, String lines) {
        return row(name, section, "GET /api/products HTTP/1.1\r\n" + HOST + lines + "\r\n\r\n");
    }

    private static RawInput post(String name, String section, String headers, String body) {
        return row(name, section, "POST /api/orders HTTP/1.1\r\n" + HOST + headers + "\r\n" + body);
    }

    private static RawInput chunked(String name, String body) {
        return post(name, "RFC 9112, 7.1", "Transfer-Encoding: chunked\r\n", body);
    }
}
