package stage5.kit.web.identity;

/**
 * What an id token of an external issuer says about its customer.
 *
 * @param subject the customer's id
 * @param email null if there is none, or the issuer has not verified it
 * @param name null if there is none
 */
public record ExternalProfile(String subject, String email, String name) {

    @Override
    public String toString() {
        return "ExternalProfile[" + subject + "]";
    }
}
