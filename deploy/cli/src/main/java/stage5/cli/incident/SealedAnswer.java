package stage5.cli.incident;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A reader's answer, stored before the truth is shown: a salted hash, so that a look at the file neither shows it nor helps to
 * change it unnoticed.
 */
record SealedAnswer(String salt, String hash, Instant at) {

    private static final int SALT_BYTES = 16;
    private static final String HASH = "SHA-256";

    static SealedAnswer of(String cause, Instant at) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        String text = HexFormat.of().formatHex(salt);
        return new SealedAnswer(text, hash(text, cause), at);
    }

    /** Returns whether this cause was the answer. */
    boolean is(String cause) {
        return hash.equals(hash(salt, cause));
    }

    private static String hash(String salt, String cause) {
        try {
            byte[] bytes = (salt + ":" + cause).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(HASH).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has " + HASH, e);
        }
    }
}
