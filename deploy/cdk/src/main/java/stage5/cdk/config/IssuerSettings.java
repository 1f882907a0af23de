package stage5.cdk.config;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The external issuer of access tokens. All services get these settings as environment variables ({@code stage5.auth.*}); they
 * have Cognito's values for those that are null here.
 *
 * @param url the issuer: {@code https://cognito-idp.REGION.amazonaws.com/POOL} for a user pool of Cognito
 * @param audience the ids of the app clients
 * @param roles the roles of the shop by the issuer's groups
 * @param localAccounts whether the shop's own accounts can still be used
 * @param jwks null for the address in the issuer's configuration
 * @param rolesClaim null for the groups of Cognito
 * @param tokenUse null for Cognito's access tokens, empty if the issuer's tokens have no {@code token_use}
 */
public record IssuerSettings(
        String url,
        List<String> audience,
        Map<String, String> roles,
        boolean localAccounts,
        String jwks,
        String rolesClaim,
        String tokenUse) {

    public IssuerSettings {
        requireNonNull(url, "url");
        audience = List.copyOf(audience);
        roles = Map.copyOf(requireNonNullElse(roles, Map.of()));
        if (audience.isEmpty()) {
            throw new IllegalArgumentException("The issuer " + url + " has no audience");
        }
    }

    /** Returns the environment variables, the same for each service. */
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("STAGE5_AUTH_ISSUER", url);
        variables.put("STAGE5_AUTH_AUDIENCE", String.join(",", audience));
        variables.put("STAGE5_AUTH_LOCAL_ACCOUNTS", Boolean.toString(localAccounts));
        variables.put(
                "STAGE5_AUTH_ROLES",
                new TreeMap<>(roles)
                        .entrySet().stream()
                                .map(role -> role.getKey() + "=" + role.getValue())
                                .collect(Collectors.joining(",")));
        putIfSet(variables, "STAGE5_AUTH_JWKS", jwks);
        putIfSet(variables, "STAGE5_AUTH_ROLES_CLAIM", rolesClaim);
        putIfSet(variables, "STAGE5_AUTH_TOKEN_USE", tokenUse);
        return variables;
    }

    private static void putIfSet(Map<String, String> variables, String name, String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }
}
