package stage5.user.account;

import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import stage5.kit.web.identity.ExternalProfile;
import stage5.kit.web.identity.ExternalTokens;
import stage5.kit.web.problem.Problem.FieldError;
import stage5.kit.web.problem.ProblemException;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;

/**
 * The accounts of an external issuer's customers. The issuer has their credentials, sessions and roles; the shop stores the
 * e-mail address for its mails and the name, because access tokens have neither.
 */
@ApplicationScoped
public class ExternalAccounts {

    private static final String FIELD = "idToken";

    private final ExternalTokens external;
    private final Accounts accounts;

    ExternalAccounts(ExternalTokens external, Accounts accounts) {
        this.external = external;
        this.accounts = accounts;
    }

    /**
     * Completes with the customer's account, created from an id token or with the e-mail address that it states now. Fails with
     * a 403 problem without external issuer, and with a 422 problem if the token is not valid, is another customer's, or has
     * no verified e-mail address.
     *
     * @param userId the subject of the access token
     */
    Uni<Account> adopt(String userId, String idToken) {
        if (external.issuer().isEmpty()) {
            return Uni.createFrom()
                    .failure(ProblemException.of(
                            403, "no-external-issuer", "Not allowed", "The shop has the accounts itself: sign up."));
        }
        return external.idToken(idToken)
                .onFailure(ExternalAccounts::isInvalid)
                .transform(e -> rejection("invalid-id-token", "is not valid"))
                .chain(profile -> adopt(userId, profile));
    }

    private Uni<Account> adopt(String userId, ExternalProfile profile) {
        if (!profile.subject().equals(userId)) {
            return Uni.createFrom().failure(rejection("invalid-id-token", "is another customer's"));
        }
        if (profile.email() == null || !NewUser.isEmail(profile.email().strip())) {
            return Uni.createFrom().failure(rejection("email-not-verified", "has no verified e-mail address"));
        }
        EmailAddress email = new EmailAddress(profile.email());
        return accounts.adopt(userId, email, name(profile, email));
    }

    /** Returns the name for mails: a valid one of the issuer, or else the part of the address before the {@code @}. */
    private static String name(ExternalProfile profile, EmailAddress email) {
        String name = profile.name() == null ? "" : profile.name().strip();
        return name.matches(NewUser.NAME)
                ? name
                : email.value().substring(0, email.value().indexOf('@'));
    }

    /** Without a cause: otherwise the issuer's keys could not be fetched, which is not the token's fault. */
    private static boolean isInvalid(Throwable failure) {
        return failure instanceof AuthenticationFailedException && failure.getCause() == null;
    }

    private static ProblemException rejection(String kind, String message) {
        return ProblemException.unprocessable(
                kind, "The id token " + message + ".", List.of(new FieldError(FIELD, message)));
    }
}
