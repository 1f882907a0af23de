/**
 * The gateway: the one door to the shop. It owns nothing; it passes calls on to the services that do, keeps them from
 * waiting for one that is in trouble, and answers from the last good copy where there is one.
 *
 * <p>Start at {@link stage5.gateway.passing.ApiRoute}, which every call to {@code /api} goes through. What belongs to
 * whom is stated in {@link stage5.gateway.domain.Routes}.
 */
package stage5.gateway;
