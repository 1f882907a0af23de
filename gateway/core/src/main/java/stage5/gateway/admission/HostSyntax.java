package stage5.gateway.admission;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the authority of a request: host and optional port, without user information (RFC 9110, 4.2.4 and 7.2). */
final class HostSyntax {

    private static final int MAX_LENGTH = 261;
    private static final int MAX_PORT = 65_535;

    /** The syntax of RFC 3986, 3.2.2, without an IPvFuture address; a reg-name as in RFC 3986. */
    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:\\[[0-9A-Fa-f:.]{2,45}]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::(\\d{0,5}))?");

    /** The last authority that was valid: most requests have the same. */
    private static volatile String lastValid = "localhost";

    private HostSyntax() {}

    static boolean isValid(String authority) {
        if (authority == null || authority.length() > MAX_LENGTH) {
            return false;
        }
        if (authority.equals(lastValid)) {
            return true;
        }
        boolean valid = matches(authority);
        if (valid) {
            lastValid = authority;
        }
        return valid;
    }

    private static boolean matches(String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        return parts.matches()
                && (parts.group(1) == null || parts.group(1).isEmpty() || Integer.parseInt(parts.group(1)) <= MAX_PORT);
    }
}
