/**
 * Lambda form: handlers for queues and schedules. {@code quarkus.lambda.handler} selects the handler of a function.
 * Services add only their consumers and their own schedules.
 */
package stage5.kit.lambda.events;
