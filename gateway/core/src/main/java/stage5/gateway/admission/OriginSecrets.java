package stage5.gateway.admission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import stage5.gateway.GatewayConfig;

/** The secrets by which the edge identifies itself. */
public final class OriginSecrets {

    private final List<byte[]> accepted;

    public OriginSecrets(GatewayConfig.OriginSecret config) {
        this.accepted = Stream.of(config.current(), config.previous())
                .flatMap(secret -> secret.stream())
                .map(OriginSecrets::bytes)
                .toList();
    }

    /** Returns whether a request needs a secret. */
    public boolean areRequired() {
        return !accepted.isEmpty();
    }

    /**
     * Returns whether a secret, which may be null, is accepted. Compares in constant time, so that the timing does not help to
     * guess the secret.
     */
    public boolean accept(String secret) {
        return secret != null
                && accepted.stream()
                        .map(known -> MessageDigest.isEqual(known, bytes(secret)))
                        .reduce(false, Boolean::logicalOr);
    }

    private static byte[] bytes(String secret) {
        return secret.getBytes(StandardCharsets.UTF_8);
    }
}
