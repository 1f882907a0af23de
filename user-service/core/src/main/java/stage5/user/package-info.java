/**
 * Accounts and authentication: owns accounts, password hashes, sessions and the signing keys of access tokens.
 *
 * <p>Where to start reading:
 *
 * <ul>
 *   <li>{@link stage5.user.account.UserResource}: sign-up and profile.
 *   <li>{@link stage5.user.session.SessionResource}: log-in, refresh and log-out.
 *   <li>{@link stage5.user.token.JwksResource}: the public keys, with which every other service verifies access tokens
 *       without calling this one.
 *   <li>{@link stage5.user.UserConfig}: all settings.
 * </ul>
 */
package stage5.user;
