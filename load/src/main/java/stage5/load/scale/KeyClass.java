package stage5.load.scale;

import java.util.regex.Pattern;

/**
 * A class of partition keys that grow alike.
 *
 * @param name for people
 * @param place a pattern of the table, or of the table and the index: {@code orders/due}
 * @param key a pattern of the key
 * @param growth how the hottest key grows
 * @param reason why it grows like this
 */
record KeyClass(String name, Pattern place, Pattern key, Growth growth, String reason) {

    static KeyClass of(String name, String place, String key, Growth growth, String reason) {
        return new KeyClass(name, Pattern.compile(place), Pattern.compile(key), growth, reason);
    }

    boolean has(KeyUsage usage) {
        return place.matcher(usage.place()).matches()
                && usage.key() != null
                && key.matcher(usage.key()).matches();
    }
}
