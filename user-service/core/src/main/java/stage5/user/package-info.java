/**
 * Who the customers are, and how they prove it: accounts, passwords, sessions and access tokens. Start with {@link
 * stage5.user.account.UserResource} (sign-up and profile) and {@link stage5.user.session.SessionResource} (log-in);
 * {@link stage5.user.token.JwksResource} is what lets every other service verify an access token by itself.
 */
package stage5.user;
