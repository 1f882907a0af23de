package stage5.user.session;

import java.util.List;

/**
 * A label of a client, by which its owner recognises a session: a browser's family and its operating system. Versions and
 * models of devices, which identify a person, are left out.
 */
final class ClientLabel {

    private static final String OTHER = "Another client";

    /** The most specific comes first: Edge and Opera also name Chrome, and Chrome also names Safari. */
    private static final List<Family> BROWSERS = List.of(
            new Family("Edg", "Edge"),
            new Family("OPR/", "Opera"),
            new Family("Firefox/", "Firefox"),
            new Family("FxiOS/", "Firefox"),
            new Family("Chrome/", "Chrome"),
            new Family("CriOS/", "Chrome"),
            new Family("Safari/", "Safari"),
            new Family("curl/", "curl"));

    private static final List<Family> SYSTEMS = List.of(
            new Family("Android", "Android"),
            new Family("iPhone", "iOS"),
            new Family("iPad", "iOS"),
            new Family("Windows", "Windows"),
            new Family("Mac OS X", "macOS"),
            new Family("Linux", "Linux"));

    private ClientLabel() {}

    private record Family(String token, String name) {}

    /** Returns the label of a {@code User-Agent} header; it is empty if there is none. */
    static String of(String userAgent) {
        String browser = find(BROWSERS, userAgent);
        String system = find(SYSTEMS, userAgent);
        if (browser == null) {
            return system == null ? OTHER : OTHER + " on " + system;
        }
        return system == null ? browser : browser + " on " + system;
    }

    private static String find(List<Family> families, String userAgent) {
        return families.stream()
                .filter(family -> userAgent.contains(family.token()))
                .map(Family::name)
                .findFirst()
                .orElse(null);
    }
}
