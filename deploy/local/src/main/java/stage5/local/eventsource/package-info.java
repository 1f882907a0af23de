/**
 * What invokes functions other than HTTP: queues ({@link stage5.local.eventsource.QueueMapping}, Lambda's event source
 * mapping for SQS) and time ({@link stage5.local.eventsource.ScheduleMapping}, EventBridge Scheduler).
 */
package stage5.local.eventsource;
