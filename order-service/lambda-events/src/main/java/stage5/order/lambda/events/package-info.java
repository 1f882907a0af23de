/** The schedules of order-service as Lambda functions. The kit provides the functions for queues and the sweeper. */
package stage5.order.lambda.events;
