package stage5.aws.leftovers;

/** Something in the account that no stack of the environment manages any more. */
record Leftover(String arn) {

    /** Returns the service and the type in the ARN, such as {@code dynamodb:table}. */
    String kind() {
        String[] parts = arn.split(":", 6);
        return parts.length < 6 ? "" : parts[2] + ":" + parts[5].split("[/:]")[0];
    }

    /** Returns the service in the ARN, such as {@code dynamodb}. */
    String service() {
        String[] parts = arn.split(":", 6);
        return parts.length < 6 ? "" : parts[2];
    }

    @Override
    public String toString() {
        return arn;
    }
}
