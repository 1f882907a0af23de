package stage5.local.sns;

/**
 * Why a queue didn't take a message.
 *
 * @param permanent whether it is the client's fault, so that trying again can't help
 */
record DeliveryFailure(String code, String message, boolean permanent) {

    DeliveryFailure {
        code = orUnknown(code);
        message = orUnknown(message);
    }

    private static String orUnknown(String text) {
        return text == null || text.isBlank() ? "unknown" : text;
    }
}
