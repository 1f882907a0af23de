package stage5.acceptance.hostile;

import stage5.acceptance.client.ApiResponse;
import stage5.kit.testing.http.RawResponse;

/**
 * What an attacker got for one request.
 *
 * @param retryAfter whether the response says when to come back
 */
record AttackResponse(int status, boolean retryAfter) {

    static AttackResponse of(ApiResponse response) {
        return new AttackResponse(
                response.status(), !response.header("Retry-After").isEmpty());
    }

    static AttackResponse of(RawResponse response) {
        return new AttackResponse(
                response.status(), response.header("Retry-After").isPresent());
    }
}
