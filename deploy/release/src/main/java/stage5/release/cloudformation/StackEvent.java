package stage5.release.cloudformation;

/**
 * What happened to a resource of a stack.
 *
 * @param token of the call that led to it
 * @param reason empty where there is nothing to say
 */
record StackEvent(String id, String token, String resource, String type, String status, String reason) {

    @Override
    public String toString() {
        return "%s %s %s%s".formatted(status, type, resource, reason.isEmpty() ? "" : ": " + reason);
    }
}
