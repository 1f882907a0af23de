package stage5.kit.web.identity;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Limits how often tokens with an unknown key id make Quarkus OIDC fetch the public keys: it does so for each such token, and
 * clients can invent any number of key ids. One fetch is in flight at a time; the next follows a minute after a fetch that succeeded, or a
 * second after one that failed. Between them a token with an unknown key id is invalid without a call.
 *
 * <p>Observes OIDC's requests for the keys as a filter, so that it counts real fetches and learns all ids of each. Thread-safe.
 */
@Singleton
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.JWKS)
public class SigningKeyGuard implements OidcRequestFilter, OidcResponseFilter {

    private static final int OK = 200;

    private final Duration afterSuccess;
    private final Duration afterFailure;
    private final InstantSource clock;

    private Set<String> known = Set.of();
    private Instant nextFetch = Instant.MIN;
    private boolean failed;
    private Uni<?> inFlight;

    @Inject
    SigningKeyGuard(VerifiedTokenConfig config) {
        this(config.keyRefetch(), config.keyRetry(), InstantSource.system());
    }

    /**
     * Creates a guard that knows no keys yet.
     *
     * @param afterSuccess the shortest time from a fetch that succeeded to the next
     * @param afterFailure the shortest time from a fetch that failed to the next
     */
    SigningKeyGuard(Duration afterSuccess, Duration afterFailure, InstantSource clock) {
        this.afterSuccess = afterSuccess;
        this.afterFailure = afterFailure;
        this.clock = clock;
    }

    /**
     * Completes as the verification does. If it would fetch keys too often, it fails instead: with an {@link
     * AuthenticationFailedException}, whose cause is an {@link IOException} if the last fetch failed.
     *
     * @param token a JWT; without a key id it is invalid
     */
    <T> Uni<T> verify(String token, Supplier<Uni<T>> verification) {
        Optional<String> keyId = UnverifiedToken.keyId(token);
        return keyId.isEmpty()
                ? Uni.createFrom().failure(new AuthenticationFailedException("The token names no key"))
                : verifyBy(keyId.get(), verification);
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext request) {
        fetching();
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> filter(OidcResponseFilterContext response) {
        if (response.statusCode() == OK) {
            fetched(response.responseBody().toString());
        }
        return Uni.createFrom().voidItem();
    }

    /** Counts the fetch that begins now as failed, until {@link #fetched} learns its keys. */
    synchronized void fetching() {
        failed = true;
        nextFetch = clock.instant().plus(afterFailure);
    }

    /** Learns the key ids of a key set (RFC 7517, 5). A document that is none leaves the fetch failed. */
    synchronized void fetched(String jwks) {
        try {
            JsonArray keys = new JsonObject(jwks).getJsonArray("keys", new JsonArray());
            known = keys.stream()
                    .filter(JsonObject.class::isInstance)
                    .map(key -> ((JsonObject) key).getString("kid", ""))
                    .collect(Collectors.toUnmodifiableSet());
            failed = false;
            nextFetch = clock.instant().plus(afterSuccess);
        } catch (DecodeException | ClassCastException e) {
            failed = true;
        }
    }

    private <T> Uni<T> verifyBy(String keyId, Supplier<Uni<T>> verification) {
        synchronized (this) {
            if (!known.contains(keyId)) {
                return fetchFor(keyId, verification);
            }
        }
        return verification.get();
    }

    private <T> Uni<T> fetchFor(String keyId, Supplier<Uni<T>> verification) {
        if (inFlight != null) {
            return VertxContexts.emitOnCurrent(inFlight)
                    .onItemOrFailure()
                    .transformToUni((item, failure) -> verifyBy(keyId, verification));
        }
        if (clock.instant().isBefore(nextFetch)) {
            return Uni.createFrom().failure(rejection());
        }
        // Shared and memoized: a client that closes its connection does not cancel a fetch that others wait for.
        Uni<T> fetch = Uni.createFrom()
                .deferred(() -> verification.get())
                .onTermination()
                .invoke(this::landed)
                .memoize()
                .indefinitely();
        inFlight = fetch;
        return fetch;
    }

    private synchronized void landed() {
        inFlight = null;
    }

    private AuthenticationFailedException rejection() {
        return failed
                ? new AuthenticationFailedException(new IOException("The public keys could not be fetched"))
                : new AuthenticationFailedException("The token names an unknown key");
    }
}
