package stage5.kit.web.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Keeps the public keys of an external issuer. Known keys need no call, also while the issuer is unreachable; they are fetched
 * again in the background once they are old. An unknown key id makes the caller wait for a fetch. Clients can invent any number
 * of key ids, so there is one fetch at a time, and the next one follows after a minute, or after a second if it failed.
 * Thread-safe.
 */
final class IssuerKeys {

    /**
     * How long keys are used, and how often they are fetched.
     *
     * @param freshFor the age after which they are fetched again
     * @param usableFor the age until which they are used while that fails
     * @param afterSuccess the shortest time from a fetch that succeeded to the next
     * @param afterFailure the shortest time from a fetch that failed to the next
     */
    record Limits(Duration freshFor, Duration usableFor, Duration afterSuccess, Duration afterFailure) {}

    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

    private final Supplier<Uni<String>> source;
    private final Limits limits;
    private final InstantSource clock;

    private List<JsonWebKey> keys = List.of();
    private Instant fetchedAt = Instant.EPOCH;
    private Instant nextFetch = Instant.MIN;
    private boolean failed;
    private Uni<?> inFlight;

    /** @param source returns a call that completes with the issuer's key set (RFC 7517, 5) */
    IssuerKeys(Supplier<Uni<String>> source, Limits limits, InstantSource clock) {
        this.source = source;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Completes with the issuer's keys once one of them has the id. Fails with an {@link AuthenticationFailedException} if none
     * has; its cause is an {@link IOException} if the last fetch failed.
     */
    Uni<List<JsonWebKey>> having(String keyId) {
        Uni<?> fetch;
        synchronized (this) {
            if (isUsable(keyId)) {
                if (!clock.instant().isBefore(fetchedAt.plus(limits.freshFor()))) {
                    fetch();
                }
                return Uni.createFrom().item(keys);
            }
            fetch = fetch();
        }
        return VertxContexts.emitOnCurrent(fetch).onItemOrFailure().transformToUni((done, failure) -> known(keyId));
    }

    private synchronized Uni<List<JsonWebKey>> known(String keyId) {
        if (isUsable(keyId)) {
            return Uni.createFrom().item(keys);
        }
        return Uni.createFrom()
                .failure(
                        failed
                                ? new AuthenticationFailedException(
                                        new IOException("The issuer's keys could not be fetched"))
                                : new AuthenticationFailedException("The token names an unknown key"));
    }

    private boolean isUsable(String keyId) {
        return clock.instant().isBefore(fetchedAt.plus(limits.usableFor()))
                && keys.stream().anyMatch(key -> keyId.equals(key.getKeyId()));
    }

    /** Returns the fetch in flight, which this call begins if it is due; a completed one if it is not. */
    private Uni<?> fetch() {
        if (inFlight != null) {
            return inFlight;
        }
        if (clock.instant().isBefore(nextFetch)) {
            return Uni.createFrom().voidItem();
        }
        // Memoized: a client that closes its connection does not cancel a fetch that others wait for.
        Uni<?> fetch = Uni.createFrom()
                .deferred(source::get)
                .invoke(this::learn)
                .onFailure()
                .invoke(this::remember)
                .onTermination()
                .invoke(this::landed)
                .memoize()
                .indefinitely();
        inFlight = fetch;
        fetch.subscribe().with(done -> {}, failure -> {});
        return fetch;
    }

    private synchronized void learn(String jwks) {
        keys = parsed(jwks);
        fetchedAt = clock.instant();
        nextFetch = fetchedAt.plus(limits.afterSuccess());
        failed = false;
    }

    private synchronized void remember(Throwable failure) {
        if (!failed) {
            LOG.warnf("The keys of the external issuer could not be fetched: %s", failure.toString());
        }
        failed = true;
        nextFetch = clock.instant().plus(limits.afterFailure());
    }

    private synchronized void landed() {
        inFlight = null;
    }

    private static List<JsonWebKey> parsed(String jwks) {
        try {
            List<JsonWebKey> keys = new JsonWebKeySet(jwks).getJsonWebKeys();
            if (keys.isEmpty()) {
                throw new IllegalStateException("The issuer's key set is empty");
            }
            return List.copyOf(keys);
        } catch (JoseException e) {
            throw new IllegalStateException("The issuer's response is no key set", e);
        }
    }
}
